import path from 'node:path';
import { execa } from 'execa';

/** The built program, which `npm test` makes first: what a device runs. */
export const PROGRAM: string = path.resolve(
  import.meta.dirname,
  '../../../dist/microshift-optional.mjs',
);

export type ProgramResult = { status: number | undefined; stdout: string; stderr: string };

/** Runs the program as its own process, to its end. */
export async function runProgram(args: readonly string[]): Promise<ProgramResult> {
  return startProgram(args).result;
}

/** Starts the program; `printed` resolves when its stderr has matched, `kill` ends it without asking it. */
export function startProgram(args: readonly string[]): {
  result: Promise<ProgramResult>;
  printed: (expected: RegExp) => Promise<void>;
  kill: () => void;
} {
  const child = execa(process.execPath, [PROGRAM, ...args], {
    reject: false,
    env: { KUBECONFIG: '' },
    // Far above any test's own deadline: only so that a hanging program cannot hang the suite.
    timeout: 180_000,
  });
  return {
    kill: () => void child.kill('SIGKILL'),
    result: child.then(({ exitCode, stdout, stderr }) => ({ status: exitCode, stdout, stderr })),
    printed: (expected) =>
      new Promise((resolve, reject) => {
        let text = '';
        child.stderr.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (expected.test(text)) resolve();
        });
        child.stderr.on('end', () => {
          reject(new Error(`the program ended without printing ${expected}`));
        });
      }),
  };
}
