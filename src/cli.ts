import { CommanderError } from 'commander';
import { createProgram } from './command-line/program.ts';
import { EXIT, UserError, formatProblems } from './errors.ts';
import type { ExitStatus } from './errors.ts';
import { systemProblem } from './system-error.ts';
import { printable, writeLines } from './terminal.ts';
import type { Terminal } from './terminal.ts';
import { PROGRAM } from './version.ts';

/**
 * Runs a command line and returns the exit status: the one place that catches. Results go to stdout,
 * progress and errors to stderr.
 */
export async function main(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  const program = createProgram(terminal, (result) => {
    status = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    return reportError(error, terminal);
  }
}

function reportError(error: unknown, { stderr }: Terminal): ExitStatus {
  // Commander has printed its own message; help and version come as errors of status 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const problem = systemProblem(error);
  const failure =
    problem === undefined ? error : new UserError(EXIT.usage, [problem], { cause: error });
  if (failure instanceof UserError) {
    writeLines(stderr, formatProblems(failure.problems));
    return failure.exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `This is a bug of microshift-optional ${PROGRAM.version} (${PROGRAM.commit}); please report it ` +
      `with the command line and the lines below.\n${printable(stack)}\n`,
  );
  return EXIT.bug;
}
