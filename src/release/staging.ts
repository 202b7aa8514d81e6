import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { LOCK_FILE } from './lock.ts';

/** The files of a release by path relative to its directory, the lock among them. */
export type ReleaseFiles = ReadonlyMap<string, string>;

/** How the names of directories begin in which a release is put together. */
export const STAGING = '.rebase-';

/**
 * The directories in `parent` whose names begin with `prefix`: what killed runs have left, and those of
 * runs that still go on.
 */
export async function stagingDirectories(
  parent: string,
  prefix: string,
): Promise<{ leftovers: string[]; running: string[] }> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  const pathOf = (name: string): string => path.join(parent, name);
  return {
    leftovers: names.filter((name) => !isRunning(name.slice(prefix.length))).map(pathOf),
    running: names.filter((name) => isRunning(name.slice(prefix.length))).map(pathOf),
  };
}

/**
 * Makes a staging directory, private to this run, which its name tells.
 * @throws {UserError} `output-busy` where another run does the same at this time
 */
export async function createStaging(parent: string, prefix: string): Promise<string> {
  const staging = await mkdtemp(path.join(parent, `${prefix}${process.pid}-`));
  try {
    // Afterwards: of two runs that begin at once, each sees the other.
    await refuseRunning(parent, prefix);
  } catch (error) {
    await remove(staging);
    throw error;
  }
  return staging;
}

/** Ends where another run writes there. @throws {UserError} `output-busy` */
export async function refuseRunning(parent: string, prefix: string): Promise<void> {
  const { running } = await stagingDirectories(parent, prefix);
  if (running.length > 0) throw busy(running);
}

/** The error of a run that meets another. */
export function busy(running: readonly string[]): UserError {
  return inputError({
    code: 'output-busy',
    message: 'another rebase writes there at this time',
    hint:
      running.length === 0
        ? 'wait until it has ended, and try again'
        : `wait until it has ended; if none runs, delete ${running.join(', ')}`,
    at: running[0] === undefined ? {} : { file: path.dirname(running[0]) },
  });
}

/** Whether the process that a staging directory is named after, another than this one, is still there. */
function isRunning(name: string): boolean {
  const pid = Number(/^(?<pid>\d{1,10})-/.exec(name)?.groups?.pid ?? Number.NaN);
  if (Number.isNaN(pid) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Writes a release into a staging directory, its lock last: one with a lock is complete. */
export async function writeFiles(directory: string, files: ReleaseFiles): Promise<void> {
  const lock = files.get(LOCK_FILE);
  for (const [file, text] of files) {
    if (file !== LOCK_FILE) await write(path.join(directory, file), text);
  }
  if (lock !== undefined) await write(path.join(directory, LOCK_FILE), lock);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    // A full disk is reported without saying where.
    error.path ??= file;
    throw error;
  });
}

/** Whether a staging directory is complete and its lock does not count yet. */
export async function isPending(staging: string): Promise<boolean> {
  return (
    (await exists(path.join(staging, 'new', LOCK_FILE))) ||
    (await exists(path.join(staging, 'undo', LOCK_FILE)))
  );
}

/** Whether there is something at a path. */
export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

/** Deletes a file or directory, if it is there. */
export async function remove(file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
}
