import { rm } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { stagingDirectories } from '../release/staging.ts';
import { withPrivateDirectory } from '../source/private-directory.ts';
import { makeDirectories } from './target.ts';

/** How the names of directories begin in which images are put together. */
const STAGING = '.embed-';

/**
 * Lends a staging directory in a store, which it makes if need be, for one run at a time.
 * @param work as that of {@link withPrivateDirectory}
 * @throws {UserError} `embed-busy`
 */
export async function withStaging<T>(
  store: string,
  work: (staging: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await makeDirectories(store);
  await removeLeftovers(store);
  const prefix = path.join(store, `${STAGING}${process.pid}-`);
  return withPrivateDirectory(prefix, async (staging, signal) => {
    // Afterwards: of two runs that begin at once, each sees the other.
    const { running } = await stagingDirectories(store, STAGING);
    if (running.length > 0) throw busy(store, running);
    return work(staging, signal);
  });
}

/** Takes away what killed runs have left. */
export async function removeLeftovers(store: string): Promise<void> {
  const { leftovers } = await stagingDirectories(store, STAGING);
  for (const leftover of leftovers) {
    // A skopeo that has outlived its run may still write there.
    await rm(leftover, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The error of a run that meets another. */
export function busy(store: string, running: readonly string[] = []): UserError {
  const orphans = running.length === 0 ? '' : `; if none runs, delete ${running.join(', ')}`;
  return inputError({
    code: 'embed-busy',
    message: 'another embed writes there at this time',
    hint: `wait until it has ended, and run this again${orphans}`,
    at: { file: store },
  });
}
