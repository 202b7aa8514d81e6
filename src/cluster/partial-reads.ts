import { DeadlineError } from '../deadline.ts';
import { compareText } from '../manifest/object.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { permissionToRead } from './permission.ts';
import type { Permission } from './permission.ts';

/**
 * Does a part of the reading. Undefined where the user may not read it, or it was not read in time.
 * @param what what is read, for people: `the Services`
 * @throws whatever else `work` ends with
 */
export type ReadPart = <T>(what: string, work: () => Promise<T>) => Promise<T | undefined>;

/** A part as it is for whoever needs all of it. */
export const readWhole: ReadPart = (_what, work) => work();

/** Reading of which parts may fail, and what was not read in the end. */
export type PartialReads = {
  /** For the requests of the parts. */
  client: Client;
  part: ReadPart;
  /** Milliseconds that a part which begins now may take, once the API server answers at all. */
  limit(): number;
  /** What the user would have to be allowed, each once, sorted. */
  denied(): Permission[];
  /** The parts that were not read in time. */
  late(): string[];
  /** Whether the API server answered anything at all. */
  hasAnswered(): boolean;
};

// One part that hangs leaves time for those that come after it.
const SHARE = 2 / 3;
const SOON = 100;

/**
 * Reads what can be read through a client, and notes what cannot.
 * @param timeLeft milliseconds until the deadline
 */
export function readPartially(client: Client, timeLeft: () => number): PartialReads {
  const limit = (): number => Math.max(0, timeLeft() * SHARE);
  const denied = new Map<string, Permission>();
  const late = new Set<string>();
  let hasAnswered = false;
  const noting = async (path: string, answer: Promise<string>): Promise<string> => {
    try {
      const body = await answer;
      hasAnswered = true;
      return body;
    } catch (error) {
      if (error instanceof ApiError) hasAnswered = true;
      if (isRefused(error)) {
        const permission = permissionToRead(path);
        denied.set(JSON.stringify(permission), permission);
      }
      throw error;
    }
  };
  return {
    client: {
      ...client,
      request: (request, options) => noting(request.path, client.request(request, options)),
      once: (request, milliseconds) => noting(request.path, client.once(request, milliseconds)),
    },
    part: async (what, work) => {
      const milliseconds = limit();
      const { promise: tooLate, reject } = Promise.withResolvers<never>();
      // An API server that is only starting is waited for.
      const giveUp = (): void => {
        if (hasAnswered) reject(new DeadlineError(milliseconds));
        else timer = setTimeout(giveUp, Math.max(limit(), SOON));
      };
      let timer = setTimeout(giveUp, milliseconds);
      try {
        return await Promise.race([work(), tooLate]);
      } catch (error) {
        if (isRefused(error)) return undefined;
        if (!(error instanceof DeadlineError)) throw error;
        late.add(what);
        return undefined;
      } finally {
        clearTimeout(timer);
      }
    },
    limit,
    denied: () =>
      [...denied].toSorted(([a], [b]) => compareText(a, b)).map(([, permission]) => permission),
    late: () => [...late],
    hasAnswered: () => hasAnswered,
  };
}

/** Whether an answer is that the user may not. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403;
}
