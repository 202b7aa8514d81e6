import { UserError } from '../errors.ts';
import { ApiError } from './api-error.ts';
import { openConnection } from './connection.ts';
import type { ApiRequest, Connection } from './connection.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { withRetries } from './retry.ts';
import type { RetryOptions } from './retry.ts';

/** Talks to the API server until a deadline; a server that is not up yet is waited for. */
export type Client = {
  /** The body of a successful answer. @throws {ApiError} for good; the signal's reason */
  request(request: ApiRequest, options?: Omit<RetryOptions, 'signal'>): Promise<string>;
  /** The lines of an answer until it ends or `until` aborts; not retried. */
  lines(request: ApiRequest, until: AbortSignal): AsyncGenerator<string>;
  /** Why the last failed attempt failed, `''` if none did: what to tell when the deadline passes. */
  lastTrouble(): string;
  /** Aborts with the deadline. */
  signal: AbortSignal;
  close(): void;
};

// A request that hangs longer is given up and made again: a connection can die without a word.
const ATTEMPT_TIMEOUT = 30_000;

// How long a kubeconfig may be broken before it is its owner's mistake.
const INCOMPLETE_KUBECONFIG = 1000;

/** A kubeconfig that cannot be used, and that may still be being written; its code makes it transient. */
class IncompleteKubeconfig extends Error {
  override readonly name = 'IncompleteKubeconfig';
  readonly code = 'KUBECONFIG_INCOMPLETE';

  constructor(cause: Error) {
    super('the kubeconfig is not complete', { cause });
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
  let current: Promise<Connection> | undefined;
  let lastTrouble = '';
  let incompleteSince: number | undefined;

  const connect = (): Promise<Connection> => {
    current ??= readKubeconfig(options.kubeconfig)
      .catch(tolerateIncomplete)
      .then((credentials) => {
        incompleteSince = undefined;
        return openConnection(credentials, options.userAgent);
      });
    return current;
  };

  /** MicroShift does not write its kubeconfig in one step, so a broken one may be half of one. */
  const tolerateIncomplete = (error: unknown): never => {
    if (!(error instanceof UserError)) throw error;
    incompleteSince ??= performance.now();
    const isNew = performance.now() - incompleteSince < INCOMPLETE_KUBECONFIG;
    throw isNew ? new IncompleteKubeconfig(error) : error;
  };

  /** MicroShift writes a new kubeconfig when it starts: read it again when nothing else helps. */
  const forgetIfStale = (error: unknown): void => {
    if (!(error instanceof ApiError) || error.status === 401) current = undefined;
  };

  const attempt = async (request: ApiRequest): Promise<string> => {
    try {
      const connection = await connect();
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT)]);
      return await connection.request(request, limit);
    } catch (error) {
      forgetIfStale(error);
      throw error;
    }
  };

  return {
    signal,
    request: (request, { onRetry, isFinal } = {}) =>
      withRetries(() => attempt(request), {
        signal,
        isFinal,
        onRetry: (error) => {
          if (error.message !== lastTrouble) options.onTrouble(error);
          lastTrouble = error.message;
          onRetry?.(error);
        },
      }),
    async *lines(request, until) {
      try {
        const connection = await connect();
        yield* connection.lines(request, AbortSignal.any([signal, until]));
      } catch (error) {
        forgetIfStale(error);
        throw error;
      }
    },
    lastTrouble: () => lastTrouble,
    close() {
      void current?.then((connection) => {
        connection.close();
      });
    },
  };
}
