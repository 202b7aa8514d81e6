import { recoverRelease } from './exchange.ts';
import { readLock } from './lock.ts';
import type { Lock } from './lock.ts';

/**
 * The lock of a release directory whose content may be read: the way in for every command that reads one.
 * @throws {UserError} those of {@link recoverRelease} and {@link readLock}
 */
export async function openRelease(directory: string): Promise<Lock> {
  await recoverRelease(directory);
  return readLock(directory);
}
