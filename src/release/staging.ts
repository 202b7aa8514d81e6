import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LOCK_FILE } from './lock.ts';

/** The files of a release by path relative to its directory, the lock among them. */
export type ReleaseFiles = ReadonlyMap<string, string>;

/** How the names of directories begin in which a release is put together. */
export const STAGING = '.rebase-';

/** The directories in `parent` whose names begin with `prefix`. */
export async function stagingDirectories(parent: string, prefix: string): Promise<string[]> {
  const entries = await readdir(parent);
  return entries.filter((name) => name.startsWith(prefix)).map((name) => path.join(parent, name));
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
