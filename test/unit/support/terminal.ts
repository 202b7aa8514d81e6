import { main } from '../../../src/cli.ts';

/** Runs a command line without a process, and keeps what it writes. */
export async function runCli(...argv: string[]) {
  return runCliWith('', ...argv);
}

/** The same, with something to read on stdin. */
export async function runCliWith(input: string, ...argv: string[]) {
  const written = { stdout: '', stderr: '' };
  const status = await main(argv, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    stdin: async function* () {
      yield Buffer.from(input);
    },
    environment: {},
  });
  return { status, ...written };
}
