import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LOCK_FILE } from './lock.ts';
import { STAGING, busy, exists, isPending, stagingDirectories } from './staging.ts';

/** Which release a directory holds at a moment; undefined for none. Another one has another state. */
export type ReleaseState = string | undefined;

/** The state of a release directory, to be taken before it is read. */
export async function releaseState(directory: string): Promise<ReleaseState> {
  // Every run renames a new lock into its place.
  return stat(path.join(directory, LOCK_FILE), { bigint: true }).then(
    ({ ino, mtimeNs, size }) => [ino, mtimeNs, size].join(' '),
    () => undefined,
  );
}

/**
 * Ends where a run has replaced what was read, or is about to: it may be a mixture of two releases.
 * @param state what {@link releaseState} answered before the reading
 * @throws {UserError} `output-busy`
 */
export async function checkUnchanged(directory: string, state: ReleaseState): Promise<void> {
  const { running } = await stagingDirectories(directory, STAGING).catch(() => ({ running: [] }));
  for (const staging of running) {
    const hasBegun = await exists(path.join(staging, 'old'));
    if (hasBegun && (await isPending(staging))) throw busy([staging]);
  }
  // Last: a run that ended since the line above has left its lock.
  if ((await releaseState(directory)) !== state) throw busy([]);
}
