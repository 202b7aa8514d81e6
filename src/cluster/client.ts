import { UserError } from '../errors.ts';
import { checkAnswer } from './check-answer.ts';
import { checkCredentials } from './check-credentials.ts';
import { openConnection } from './connection.ts';
import type { ApiRequest, Connection } from './connection.ts';
import { invalidKubeconfig, readKubeconfig } from './kubeconfig.ts';
import { withRetries } from './retry.ts';
import type { RetryOptions } from './retry.ts';
import { createSessions } from './sessions.ts';
import { NoAnswer, withinTime } from './within-time.ts';

/** Talks to the API server until a deadline; a server that is not up yet is waited for. */
export type Client = {
  /**
   * The body of a successful answer: an object in JSON, unless `accept` says otherwise.
   * @throws {ApiError} for good; {UserError} for the kubeconfig; the signal's reason
   */
  request(request: ApiRequest, options?: Omit<RetryOptions, 'signal'>): Promise<string>;
  /**
   * The same, asked once and for a short time: for what is only told when it can be had.
   * @throws whatever the one attempt ends with
   */
  once(request: ApiRequest, milliseconds: number): Promise<string>;
  /** The lines of an answer until it ends or `until` aborts; not retried. */
  lines(request: ApiRequest, until: AbortSignal): AsyncGenerator<string>;
  /** Why the last failed attempt failed, `''` if none did: what to tell when the deadline passes. */
  lastTrouble(): string;
  /** Aborts with the deadline. */
  signal: AbortSignal;
  close(): void;
};

// A request that hangs longer is given up and made again, since a connection can die without a word. It
// then has twice the time, since the server may only be slow. Above the 10 s that a webhook may take.
const FIRST_LIMIT = 15_000;
const LAST_LIMIT = 60_000;

// How long a kubeconfig may be broken before it is its owner's mistake.
const INCOMPLETE_KUBECONFIG = 5000;

/** A kubeconfig that cannot be used, and that may still be being written; its code makes it transient. */
class IncompleteKubeconfig extends Error {
  override readonly name = 'IncompleteKubeconfig';
  readonly code = 'KUBECONFIG_INCOMPLETE';

  constructor(cause: UserError) {
    super(`the kubeconfig is not complete: ${cause.problems[0]?.message}`, { cause });
  }
}

/** The kubeconfig is read, and the connection made, with the first request. */
export function createClient(options: {
  kubeconfig: string;
  userAgent: string;
  signal: AbortSignal;
  /** Told why a request has to be made again, when that is not what it was last time. */
  onTrouble: (error: Error) => void;
}): Client {
  const { signal } = options;
  let lastTrouble = '';
  let incompleteSince: number | undefined;
  let hasWorked = false;

  /** MicroShift does not write its kubeconfig in one step, so a broken one may be half of one. */
  const tolerateIncomplete = (error: unknown): never => {
    if (!(error instanceof UserError)) throw error;
    incompleteSince ??= performance.now();
    const isNew = performance.now() - incompleteSince < INCOMPLETE_KUBECONFIG;
    // One that worked is being replaced: a run that is half done does not end for that.
    throw hasWorked || isNew ? new IncompleteKubeconfig(error) : error;
  };

  // MicroShift writes a new kubeconfig when it starts: it is read again for each connection.
  const sessions = createSessions(async () => {
    const connection = await connect(options).catch(tolerateIncomplete);
    incompleteSince = undefined;
    return connection;
  });

  const attempt = async (request: ApiRequest, limit: number): Promise<string> => {
    const session = sessions.take();
    try {
      const body = await withinTime(limit, signal, async (within) => {
        const connection = await session.connection;
        return connection.request(request, within);
      });
      checkAnswer(request, body);
      hasWorked = true;
      return body;
    } catch (error) {
      session.blame(error);
      throw error;
    } finally {
      session.release();
    }
  };

  return {
    signal,
    request(request, { onRetry, isFinal } = {}) {
      let limit = FIRST_LIMIT;
      return withRetries(() => attempt(request, limit), {
        signal,
        isFinal,
        onRetry: (error) => {
          if (error instanceof NoAnswer) limit = Math.min(limit * 2, LAST_LIMIT);
          if (error.message !== lastTrouble) options.onTrouble(error);
          lastTrouble = error.message;
          onRetry?.(error);
        },
      });
    },
    once: attempt,
    async *lines(request, until) {
      const session = sessions.take();
      try {
        const connection = await session.connection;
        yield* connection.lines(request, AbortSignal.any([signal, until]));
      } catch (error) {
        if (!until.aborted) session.blame(error);
        throw error;
      } finally {
        session.release();
      }
    },
    lastTrouble: () => lastTrouble,
    close: sessions.close,
  };
}

async function connect(options: { kubeconfig: string; userAgent: string }): Promise<Connection> {
  const { kubeconfig: file, userAgent } = options;
  const credentials = await readKubeconfig(file);
  checkCredentials(file, credentials);
  try {
    return openConnection(credentials, userAgent);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidKubeconfig(file, `has certificates or a key that cannot be used: ${reason}`);
  }
}
