import { mkdtemp, rm } from 'node:fs/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lends a new directory that nobody else may read, and removes it afterwards; also when a signal ends
 * the process, which then stays until the work has stopped.
 * @param prefix how its path begins; the rest of its name is random
 * @param work gets the directory and a signal on which it has to stop
 */
export async function withPrivateDirectory<T>(
  prefix: string,
  work: (directory: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  const stop = (signal: NodeJS.Signals): void => {
    if (received !== undefined) {
      // Asked twice: at once, then.
      forget();
      process.kill(process.pid, signal);
    }
    received = signal;
    controller.abort(new Error(`ended by ${signal}`));
  };
  // `mkdtemp` makes it for the user alone (mode 0700).
  const directory = await mkdtemp(prefix);
  // Not `once`: what ends the child processes of a dying one goes by whether anybody else still listens.
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(directory, controller.signal);
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    forget();
    // Now it ends the process, unless somebody else waits for it too.
    if (received !== undefined) process.kill(process.pid, received);
  }
}
