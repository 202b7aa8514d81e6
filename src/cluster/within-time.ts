/** Nothing came for too long; its code makes it transient. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code = 'NO_ANSWER';

  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} s`);
  }
}

/**
 * What `operation` gives, unless it takes too long or `signal` aborts: it is told to stop then, and not
 * waited for.
 * @throws {NoAnswer}; the signal's reason; whatever the operation throws
 */
export async function withinTime<T>(
  milliseconds: number,
  signal: AbortSignal,
  operation: (within: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new NoAnswer(milliseconds));
  }, milliseconds);
  const within = AbortSignal.any([signal, limit.signal]);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  within.addEventListener('abort', reject, { once: true });
  try {
    return await Promise.race([operation(within), aborted]);
  } catch (error) {
    within.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    within.removeEventListener('abort', reject);
  }
}
