import {
  access,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { LOCK_FILE, readLock } from './lock.ts';
import { STAGING } from './release-directory.ts';

/** The files of a release by path relative to its directory, the lock among them. */
export type ReleaseFiles = ReadonlyMap<string, string>;

/**
 * Writes a release, completely or not at all. A new directory is written under another name and
 * renamed. In an existing one each path is exchanged, and the lock, renamed last, is the moment from
 * which the new content counts; a run that fails before puts the old content back, and for one that was
 * killed the next run does. Paths that the old lock names and the new one does not are removed;
 * everything else in the directory stays.
 */
export async function writeRelease(directory: string, files: ReleaseFiles): Promise<void> {
  const absolute = path.resolve(directory);
  if (await exists(absolute)) await exchange(absolute, files);
  else await create(absolute, files);
}

async function create(directory: string, files: ReleaseFiles): Promise<void> {
  const parent = path.dirname(directory);
  const prefix = `.${path.basename(directory)}${STAGING}`;
  await mkdir(parent, { recursive: true });
  for (const leftover of await stagingDirectories(parent, prefix)) await remove(leftover);
  const staging = await mkdtemp(path.join(parent, prefix));
  try {
    await writeFiles(staging, files);
    // mkdtemp makes private directories; a release is for others to read.
    await chmod(staging, 0o755);
    await rename(staging, directory);
  } catch (error) {
    await remove(staging);
    throw error;
  }
}

async function exchange(directory: string, files: ReleaseFiles): Promise<void> {
  for (const leftover of await stagingDirectories(directory, STAGING)) {
    await undo(directory, leftover);
  }
  const oldPaths = await lockedPaths(directory);
  const staging = await mkdtemp(path.join(directory, STAGING));
  try {
    await writeFiles(path.join(staging, 'new'), files);
    for (const entry of new Set([...oldPaths, ...exchangedPaths(files.keys())])) {
      await moveIfExists(path.join(directory, entry), path.join(staging, 'old', entry));
      await moveIfExists(path.join(staging, 'new', entry), path.join(directory, entry));
    }
    await rename(path.join(staging, 'new', LOCK_FILE), path.join(directory, LOCK_FILE));
  } catch (error) {
    await undo(directory, staging);
    throw error;
  }
  await remove(staging);
  await removeEmptyParents(directory, oldPaths);
}

/** Takes back what a run has exchanged, unless its lock already counts. */
async function undo(directory: string, staging: string): Promise<void> {
  const pending = path.join(staging, 'new');
  if (await exists(path.join(pending, LOCK_FILE))) {
    const oldPaths = await lockedPaths(directory);
    for (const entry of new Set([...oldPaths, ...(await lockedPaths(pending))])) {
      const isNew = !(await exists(path.join(pending, entry)));
      const hadOld = await exists(path.join(staging, 'old', entry));
      if (isNew && (hadOld || !oldPaths.includes(entry))) {
        await remove(path.join(directory, entry));
      }
      await moveIfExists(path.join(staging, 'old', entry), path.join(directory, entry));
      await removeEmptyParents(directory, [entry]);
    }
  }
  await remove(staging);
}

/** What is exchanged as a whole: directories on the second level, and single files above it. */
function exchangedPaths(files: Iterable<string>): string[] {
  const paths = [...files]
    .filter((file) => file !== LOCK_FILE)
    .map((file) => file.split('/').slice(0, 2).join('/'));
  return [...new Set(paths)];
}

/** The paths that the lock in `directory` names; none where there is no readable lock. */
async function lockedPaths(directory: string): Promise<string[]> {
  try {
    return exchangedPaths(Object.keys((await readLock(directory)).files));
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

async function stagingDirectories(parent: string, prefix: string): Promise<string[]> {
  const entries = await readdir(parent);
  return entries.filter((name) => name.startsWith(prefix)).map((name) => path.join(parent, name));
}

async function writeFiles(directory: string, files: ReleaseFiles): Promise<void> {
  for (const [file, text] of files) {
    const target = path.join(directory, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text).catch((error: NodeJS.ErrnoException) => {
      // A full disk is reported without saying where.
      error.path ??= target;
      throw error;
    });
  }
}

async function moveIfExists(from: string, to: string): Promise<void> {
  if (!(await exists(from))) return;
  await mkdir(path.dirname(to), { recursive: true });
  await rename(from, to);
}

/** Takes away the first-level directories of `entries` in which nothing is left. */
async function removeEmptyParents(directory: string, entries: readonly string[]): Promise<void> {
  for (const parent of new Set(entries.map((entry) => path.dirname(entry)))) {
    if (parent === '.') continue;
    await rmdir(path.join(directory, parent)).catch((error: NodeJS.ErrnoException) => {
      if (!STILL_IN_USE.has(error.code ?? '')) throw error;
    });
  }
}

/** Not empty, not there, or a file of somebody else. */
const STILL_IN_USE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR']);

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

async function remove(file: string): Promise<void> {
  await rm(file, { recursive: true, force: true });
}
