import { main } from '../../../src/cli.ts';

/** Runs a command line without a process, and keeps what it writes. */
export async function runCli(...argv: string[]) {
  const written = { stdout: '', stderr: '' };
  const status = await main(argv, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    environment: {},
  });
  return { status, ...written };
}
