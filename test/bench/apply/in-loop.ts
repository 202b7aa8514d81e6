import { setTimeout as sleep } from 'node:timers/promises';
import type { MeasuredProcess } from '../measure.ts';

// As MicroShift's own applier does it.
const PAUSE_MS = 10_000;
const ATTEMPTS = 10;

/** Runs something again, ten seconds after each failure, until it succeeds; measured as a whole. */
export async function inLoop(run: () => Promise<MeasuredProcess>): Promise<MeasuredProcess> {
  const start = performance.now();
  const attempts = [await run()];
  while (attempts.at(-1)?.status !== 0 && attempts.length < ATTEMPTS) {
    await sleep(PAUSE_MS);
    attempts.push(await run());
  }
  const wall = performance.now() - start;
  const last = attempts.at(-1) as MeasuredProcess;
  return {
    ...last,
    wall,
    cpu: attempts.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: Math.max(...attempts.map(({ memory }) => memory)),
  };
}
