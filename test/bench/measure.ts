import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

/** What one run of a process took: milliseconds, and bytes of peak memory. */
export type Measurement = { wall: number; cpu: number; memory: number };

const PRELOAD = path.join(import.meta.dirname, 'report-usage.ts');

/** Runs Node with `args` and measures it as a whole process, from its start to its end. */
export async function measureNode(args: readonly string[]): Promise<Measurement> {
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  const file = path.join(directory, 'usage.json');
  try {
    const start = performance.now();
    await execa(process.execPath, ['--import', PRELOAD, ...args], {
      env: { BENCH_USAGE_FILE: file },
    });
    const wall = performance.now() - start;
    const usage = JSON.parse(await readFile(file, 'utf8')) as NodeJS.ResourceUsage;
    return {
      wall,
      cpu: (usage.userCPUTime + usage.systemCPUTime) / 1000,
      memory: usage.maxRSS * 1024,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The median of each figure. */
export function median(measurements: readonly Measurement[]): Measurement {
  const of = (figure: keyof Measurement): number => {
    const sorted = measurements.map((each) => each[figure]).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return { wall: of('wall'), cpu: of('cpu'), memory: of('memory') };
}
