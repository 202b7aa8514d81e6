import { renameSync } from 'node:fs';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError, inputError } from '../errors.ts';
import { LOCK_FILE, readLock } from './lock.ts';
import { checkUnchanged } from './release-state.ts';
import type { ReleaseState } from './release-state.ts';
import {
  STAGING,
  createStaging,
  exists,
  isPending,
  refuseRunning,
  remove,
  stagingDirectories,
  writeFiles,
} from './staging.ts';
import type { ReleaseFiles } from './staging.ts';

/**
 * Exchanges the release in a directory for another, path by path, since the directory may hold other
 * things. A staging directory in it has the new files in `new`, and takes the old ones in `old`. The lock
 * is renamed last: that is the moment from which the new content counts. A run that fails before puts the
 * old content back; for one that was killed {@link recoverRelease} or the next run does. Paths that the
 * old lock names and the new one does not are removed; everything else in the directory stays.
 * @param directory an absolute path
 * @param state of what is replaced
 * @throws {UserError} `output-busy`
 */
export async function exchange(
  directory: string,
  files: ReleaseFiles,
  state: ReleaseState,
): Promise<void> {
  await refuseRunning(directory, STAGING);
  const { leftovers } = await stagingDirectories(directory, STAGING);
  for (const leftover of leftovers) await undo(directory, leftover);
  const staging = await createStaging(directory, STAGING);
  const oldPaths = await lockedPaths(directory);
  try {
    // Now that no other run can begin.
    await checkUnchanged(directory, state);
    await writeFiles(path.join(staging, 'new'), files);
    // Now, since undoing must not need space on a full disk.
    await mkdir(path.join(staging, 'undo'));
    // From here on a killed run is one to undo.
    await mkdir(path.join(staging, 'old'));
    const moves = await planMoves(directory, staging, [
      ...oldPaths,
      ...exchangedPaths(files.keys()),
    ]);
    // All at once: between two of these, what the directory holds is not whole.
    for (const [from, to] of moves) renameSync(from, to);
  } catch (error) {
    // Where this fails too, the first error says why, and the next command tries again.
    await undo(directory, staging).catch(() => {});
    throw error;
  }
  await remove(staging);
  await removeEmptyParents(directory, oldPaths);
}

/**
 * Puts the old release back where a run was killed in the middle of an exchange. What reads a release calls
 * this first, so that a mixture of two releases is never read.
 * @throws {UserError} `release-interrupted` where it cannot be put back
 */
export async function recoverRelease(directory: string): Promise<void> {
  // What is no readable directory is no release either, which its reader says.
  const { leftovers } = await stagingDirectories(directory, STAGING).catch(() => ({
    leftovers: [],
  }));
  for (const staging of leftovers) {
    if (!(await exists(path.join(staging, 'old'))) || !(await isPending(staging))) continue;
    await undo(directory, staging).catch((error: NodeJS.ErrnoException) => {
      throw inputError(
        {
          code: 'release-interrupted',
          message: `a run that replaced this release was killed, and the release cannot be put back: ${error.message}`,
          hint: 'run this command as a user who may write there',
          at: { file: directory },
        },
        { cause: error },
      );
    });
  }
}

/** The renames of an exchange, the lock's last; makes the directories that they need. */
async function planMoves(
  directory: string,
  staging: string,
  entries: readonly string[],
): Promise<[from: string, to: string][]> {
  const moves: [from: string, to: string][] = [];
  for (const entry of new Set(entries)) {
    const [here, before, after] = [directory, path.join(staging, 'old'), path.join(staging, 'new')];
    for (const [from, to] of [
      [here, before],
      [after, here],
    ] as const) {
      if (!(await exists(path.join(from, entry)))) continue;
      await mkdir(path.dirname(path.join(to, entry)), { recursive: true });
      moves.push([path.join(from, entry), path.join(to, entry)]);
    }
  }
  return [...moves, [path.join(staging, 'new', LOCK_FILE), path.join(directory, LOCK_FILE)]];
}

/**
 * Takes back what a run has exchanged, unless its lock already counts. It can be killed itself, and
 * repeated. Who renames the new lock decides, so this is safe beside a run that is about to end.
 */
async function undo(directory: string, staging: string): Promise<void> {
  const claim = path.join(staging, 'undo');
  const pending = path.join(staging, 'new');
  const hasBegun = await exists(path.join(staging, 'old'));
  if (hasBegun && (await isPending(staging))) {
    if (!(await exists(claim))) await mkdir(claim);
    await rename(path.join(pending, LOCK_FILE), path.join(claim, LOCK_FILE)).catch(unlessAbsent);
  }
  if (hasBegun && (await exists(path.join(claim, LOCK_FILE)))) {
    const oldPaths = await lockedPaths(directory);
    const entries = [...new Set([...oldPaths, ...(await lockedPaths(claim))])];
    for (const entry of entries) {
      const isNew = !(await exists(path.join(pending, entry)));
      const hadOld = await exists(path.join(staging, 'old', entry));
      if (isNew && (hadOld || !oldPaths.includes(entry))) {
        await remove(path.join(directory, entry));
      }
      if (!hadOld) continue;
      const parent = path.dirname(path.join(directory, entry));
      if (!(await exists(parent))) await mkdir(parent, { recursive: true });
      await rename(path.join(staging, 'old', entry), path.join(directory, entry));
    }
    await removeEmptyParents(directory, entries);
  }
  // First: what is left of a half-deleted staging directory must not be taken for an exchange.
  await remove(path.join(claim, LOCK_FILE));
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

function unlessAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
