/** What a {@link Deadline}'s signal aborts with. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(milliseconds: number) {
    super(`the deadline of ${milliseconds / 1000} s passed`);
  }
}

/** One limit for a whole run. Timers are monotonic, so setting the clock does not move it. */
export type Deadline = {
  signal: AbortSignal;
  /** The work is over: aborts whatever of it still goes on. */
  end(): void;
};

/** Starts a deadline that passes after this time, unless it is ended before. */
export function startDeadline(milliseconds: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new DeadlineError(milliseconds));
  }, milliseconds);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
