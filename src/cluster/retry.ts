import { setTimeout as delay } from 'node:timers/promises';
import pRetry from 'p-retry';
import { UserError } from '../errors.ts';
import { ApiError } from './api-error.ts';

/**
 * Whether the same request may succeed later: the API server is starting or overloaded, certificates
 * are being rotated (401), somebody else wrote the object at the same time (409), a webhook does not
 * answer yet (500). Decided by status alone; what a server says in words changes with its version.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ApiError) {
    return [401, 408, 409, 429].includes(error.status) || error.status >= 500;
  }
  if (error instanceof UserError || !(error instanceof Error)) return false;
  // Node's word for wrong arguments, which has a code too.
  if (error instanceof TypeError) return false;
  // Node's network, TLS and file errors have a code; errors of this program do not.
  return error.name === 'TimeoutError' || typeof (error as NodeJS.ErrnoException).code === 'string';
}

export type RetryOptions = {
  signal: AbortSignal;
  /** Told why, before each wait. */
  onRetry?: ((error: Error) => void) | undefined;
  /** Asked whether a transient error is final all the same. */
  isFinal?: ((error: Error) => Promise<boolean>) | undefined;
};

// No API server asks for more. What stands before one may, and would be believed until the deadline.
const LONGEST_ASKED_WAIT = 30_000;

/** Milliseconds that the server asks to be left alone for; 0 where it does not ask. */
export function askedWait(error: unknown): number {
  const seconds = error instanceof ApiError ? (error.retryAfter ?? 0) : 0;
  return Math.min(seconds * 1000, LONGEST_ASKED_WAIT);
}

/**
 * Runs `operation` until it succeeds, fails for good, or `signal` aborts; waits between the attempts,
 * longer each time up to 2 s, and as long as the server asks for, up to 30 s.
 * @throws the last error where it is not transient; the signal's reason
 */
export async function withRetries<T>(
  operation: () => Promise<T>,
  { signal, onRetry, isFinal }: RetryOptions,
): Promise<T> {
  return pRetry(operation, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 50,
    // Not all at once, even when they have been failing for long.
    maxTimeout: 1000 + Math.random() * 1000,
    randomize: true,
    signal,
    shouldRetry: async ({ error }) => isTransient(error) && !((await isFinal?.(error)) ?? false),
    onFailedAttempt: async ({ error }) => {
      if (!isTransient(error)) return;
      onRetry?.(error);
      const asked = askedWait(error);
      if (asked > 0) {
        await delay(asked, undefined, { signal }).catch(() => {
          signal.throwIfAborted();
        });
      }
    },
  });
}
