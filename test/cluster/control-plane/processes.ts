import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from './setup-error.ts';

/** The long-running programs of one control plane; each writes a log into its directory. */
export type Processes = {
  start(name: string, program: string, args: string[]): void;
  /** Ends one at once, without asking it. */
  kill(name: string): Promise<void>;
  /** Polls until `check` answers true; a program that ends meanwhile is an error with its log's end. */
  waitUntil(what: string, check: () => boolean | Promise<boolean>): Promise<void>;
  logOf(name: string): string;
  /** Ends all and deletes the directory. */
  stop(): Promise<void>;
};

const POLL_MS = 50;
const DEADLINE_MS = 120_000;
const TAIL_LINES = 20;

/**
 * Outlives this program, however that ends (SIGKILL too): when the pipe from it closes, it ends what is
 * still running and deletes the directory.
 */
const REAPER = `
trap '' INT TERM HUP
running=' '
while read -r change pid; do
  case $change in
    started) running="$running$pid " ;;
    ended) running="\${running%% $pid *} \${running#* $pid }" ;;
  esac
done
[ -z "\${running# }" ] || kill -9 $running
rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
`;

/** Starts nothing yet but the guard that cleans up `directory` after this program. */
export function createProcesses(directory: string): Processes {
  const reaper = spawn('/bin/sh', ['-c', REAPER, 'reaper', directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  reaper.unref();
  const { stdin } = reaper;
  (stdin as unknown as { unref(): void }).unref();
  // A reaper that somebody ended must not end the tests.
  stdin.on('error', () => {});
  const children = new Map<string, ChildProcess>();
  const logPath = (name: string) => join(directory, `${name}.log`);
  const logOf = (name: string) =>
    existsSync(logPath(name)) ? readFileSync(logPath(name), 'utf8') : '';
  const tail = (names: Iterable<string>) =>
    [...names].map((name) => `--- end of ${name}'s log:\n${lastLines(logOf(name))}`).join('\n');

  async function kill(name: string): Promise<void> {
    const child = children.get(name);
    children.delete(name);
    if (child === undefined || hasEnded(child)) return;
    child.ref();
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  return {
    start(name, program, args) {
      const log = openSync(logPath(name), 'a');
      // A group of its own: an interrupt at the terminal is for this program, which stops the others.
      const child = spawn(program, args, {
        cwd: directory,
        env: { ...process.env, HOME: directory },
        stdio: ['ignore', log, log],
        detached: true,
      });
      closeSync(log);
      child.unref();
      stdin.write(`started ${child.pid}\n`);
      child.once('exit', () => stdin.write(`ended ${child.pid}\n`));
      children.set(name, child);
    },
    kill,
    async waitUntil(what, check) {
      const deadline = performance.now() + DEADLINE_MS;
      for (;;) {
        // oxlint-disable no-await-in-loop -- a poll is one thing after the other
        if (await check()) return;
        const ended = [...children].find(([, child]) => hasEnded(child))?.[0];
        if (ended !== undefined) {
          throw new SetupError(`${ended} ended while waiting for ${what}.\n${tail([ended])}`);
        }
        if (performance.now() > deadline) {
          throw new SetupError(
            `Gave up after ${DEADLINE_MS / 1000} s waiting for ${what}.\n${tail(children.keys())}`,
          );
        }
        await sleep(POLL_MS);
        // oxlint-enable no-await-in-loop
      }
    },
    logOf,
    async stop() {
      await Promise.all([...children.keys()].map(kill));
      if (hasEnded(reaper)) return;
      reaper.ref();
      stdin.end();
      await once(reaper, 'exit');
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function lastLines(log: string): string {
  return log.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
