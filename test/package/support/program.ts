import path from 'node:path';
import { execa } from 'execa';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** The built program, which `npm test` makes first. */
export const PROGRAM = path.join(ROOT, 'dist/microshift-optional.mjs');
export const MAIN = path.join(ROOT, 'src/main.ts');

export type ProgramResult = { status: number | undefined; stdout: string; stderr: string };

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  { file = PROGRAM, env = {} }: { file?: string; env?: Record<string, string> } = {},
): Promise<ProgramResult> {
  const result = await execa(process.execPath, [file, ...args], {
    reject: false,
    env,
    timeout: 180_000,
  });
  return { status: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** Rebases the example component into `out`. */
export async function rebaseLantern(out: string): Promise<void> {
  const example = path.join(ROOT, 'examples/lantern');
  const upstream = path.join(example, 'upstream');
  const sources = ['--source', `operator=${upstream}/bundle`, '--source', `api=${upstream}/crds`];
  const result = await runProgram(['rebase', `${example}/component`, ...sources, '--out', out]);
  if (result.status !== 0) throw new Error(`the example cannot be rebased: ${result.stderr}`);
}
