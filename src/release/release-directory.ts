import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { sha256 } from '../digest.ts';
import { LOCK_FILE } from './lock.ts';
import type { Lock } from './lock.ts';
import { STAGING, isPending } from './staging.ts';

/**
 * Makes sure, before any work, that a release may be written to `directory`.
 * @throws {UserError} `output-in-use` where it holds something else, or is no directory
 */
export async function checkReleaseDirectory(directory: string): Promise<void> {
  // An unset variable of a shell, which path.resolve would take for the current directory.
  if (directory === '') throw inUse('--out', 'names no directory');
  const entries = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw inUse(directory, 'is not a directory');
    throw error;
  });
  const foreign = entries.filter((entry) => !entry.startsWith(STAGING));
  if (foreign.length === 0 || foreign.includes(LOCK_FILE)) return;
  if (await wasInterrupted(directory, entries)) return;
  const some = `${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ', …' : ''}`;
  throw inUse(directory, `holds other files (${some}) and no ${LOCK_FILE}`);
}

/** A run that was killed in a directory without a lock has left files there that the next one removes. */
async function wasInterrupted(directory: string, entries: readonly string[]): Promise<boolean> {
  const leftovers = entries.filter((entry) => entry.startsWith(STAGING));
  const found = await Promise.all(leftovers.map((name) => isPending(path.join(directory, name))));
  return found.includes(true);
}

function inUse(directory: string, message: string): UserError {
  return inputError({
    code: 'output-in-use',
    message,
    hint: 'give --out a directory that is absent, empty, or was written by rebase',
    at: { file: directory },
  });
}

/**
 * Makes sure that a release directory holds exactly what its lock says.
 * @throws {UserError} `release-changed`, every file that is missing or differs
 */
export async function checkReleaseFiles(directory: string, lock: Lock): Promise<void> {
  throwIfAny(await changedReleaseFiles(directory, lock));
}

/** What is wrong with the files that a lock names; see {@link releaseFileProblems}. */
export async function changedReleaseFiles(directory: string, lock: Lock): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, digest] of Object.entries(lock.files)) {
    const file = path.join(directory, name);
    const bytes = await readFile(file).catch(() => undefined);
    problems.push(...releaseFileProblems(file, digest, bytes));
  }
  return problems;
}

/**
 * What is wrong with a file of a release: `release-changed`, or nothing.
 * @param digest what the lock says of it
 * @param bytes undefined where it cannot be read
 */
export function releaseFileProblems(
  file: string,
  digest: string,
  bytes: Buffer | undefined,
): Problem[] {
  if (bytes !== undefined && sha256(bytes) === digest) return [];
  return [
    {
      code: 'release-changed',
      message: bytes === undefined ? 'cannot be read' : 'is not what the lock says',
      hint: 'run microshift-optional rebase again, and change component.yaml instead of its result',
      at: { file },
    },
  ];
}
