import { setTimeout as sleep } from 'node:timers/promises';
import type { MeasuredProcess, Measurement } from '../measure-process.ts';

export type MeasuredAttempts = Measurement & { attempts: number };

const MOST_ATTEMPTS = 10;

/**
 * Runs something until it succeeds, and measures that as a whole.
 * @param pause milliseconds after each failure; undefined where the first failure is the last
 * @param onFailure told of each
 * @throws with the output of the last attempt
 */
export async function untilDone(
  run: () => Promise<MeasuredProcess>,
  pause: number | undefined,
  onFailure: (status: number) => void,
): Promise<MeasuredAttempts> {
  const attempts: MeasuredProcess[] = [];
  for (;;) {
    const attempt = await run();
    attempts.push(attempt);
    if (attempt.status === 0) return totalOf(attempts, pause ?? 0);
    if (pause === undefined || attempts.length === MOST_ATTEMPTS) {
      throw new Error(`ended ${attempt.status} at attempt ${attempts.length}:\n${attempt.output}`);
    }
    onFailure(attempt.status);
    await sleep(pause);
  }
}

/** One attempt after the other, with pauses between them. */
export function totalOf(attempts: readonly Measurement[], pause: number): MeasuredAttempts {
  const sum = (figure: 'wall' | 'cpu'): number =>
    attempts.reduce((total, each) => total + each[figure], 0);
  return {
    wall: sum('wall') + pause * (attempts.length - 1),
    cpu: sum('cpu'),
    memory: Math.max(...attempts.map(({ memory }) => memory)),
    attempts: attempts.length,
  };
}
