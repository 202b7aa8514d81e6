import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { ensureProgram } from './peers/ensure-program.ts';

/** What one run took: milliseconds, and bytes of peak memory. */
export type Measurement = { wall: number; cpu: number; memory: number };

/** What one process took, and how it ended. */
export type MeasuredProcess = Measurement & { status: number; output: string };

/**
 * Runs a program to its end and measures it as a whole process: every kind of program in the same way, as
 * peers/measure/main.go says.
 */
export async function measureProcess(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<MeasuredProcess> {
  const measure = await ensureProgram('measure', console.error);
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  const file = path.join(directory, 'usage.json');
  try {
    const { all } = await execa(measure, [file, program, ...args], {
      env,
      all: true,
      stdin: 'ignore',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { status, wall, cpu, maxMemory } = JSON.parse(await readFile(file, 'utf8')) as Usage;
    return { status, wall, cpu, memory: maxMemory, output: all };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

type Usage = { status: number; wall: number; cpu: number; maxMemory: number };
