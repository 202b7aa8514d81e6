import { DeadlineError } from '../deadline.ts';
import { ApiError } from './api-error.ts';
import type { Client } from './client.ts';
import { permissionToRead } from './permission.ts';
import type { Permission } from './permission.ts';

/**
 * Does a part of the reading. Undefined where the user may not read it, or the deadline passed before it was read.
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
  /** What the user would have to be allowed, each once. */
  denied(): Permission[];
  /** The parts that were not read in time. */
  late(): string[];
  /** Whether the API server answered anything at all. */
  hasAnswered(): boolean;
};

/** Reads what can be read through a client, and notes what cannot. */
export function readPartially(client: Client): PartialReads {
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
      try {
        return await work();
      } catch (error) {
        if (isRefused(error)) return undefined;
        if (!(error instanceof DeadlineError)) throw error;
        late.add(what);
        return undefined;
      }
    },
    denied: () => [...denied.values()],
    late: () => [...late],
    hasAnswered: () => hasAnswered,
  };
}

/** Whether an answer is that the user may not. */
export function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status === 403;
}
