/** What the person who runs the tests can mend on this machine: callers print it without a stack. */
export class SetupError extends Error {
  override name = 'SetupError';
}

/** Runs a program's main function; a {@link SetupError} becomes its message and exit status 1. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
