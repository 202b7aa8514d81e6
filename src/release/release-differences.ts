import { readFile, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../digest.ts';
import { canonicalJsonText } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import { REPORT_FILE } from './compose-release.ts';
import type { Release } from './compose-release.ts';
import { LOCK_FILE } from './lock.ts';
import type { Lock } from './lock.ts';

/**
 * The files, sorted, in which `directory` is not what `release` would make of it. The report tells of the
 * step that led to a release, and so differs for the same result: it only has to be the one that was
 * written. A file that nobody has written there counts in the tree, which is replaced as a whole.
 * @param previous the lock of the release that is there
 */
export async function differencesFromRelease(
  directory: string,
  previous: Lock,
  release: Release,
): Promise<string[]> {
  const names = new Set([...Object.keys(previous.files), ...Object.keys(release.lock.files)]);
  const different: string[] = [];
  for (const name of names) {
    const bytes = await readFile(path.join(directory, name)).catch(() => undefined);
    const digest = bytes === undefined ? undefined : sha256(bytes);
    const { files } = name === REPORT_FILE ? previous : release.lock;
    if (digest !== files[name]) different.push(name);
  }
  const strangers = await treeFiles(directory, release.lock);
  different.push(...strangers.filter((name) => !names.has(name)));
  if (resultOf(previous) !== resultOf(release.lock)) different.push(LOCK_FILE);
  return different.toSorted(compareText);
}

/** What a lock says of the result; what was accepted belongs to the step, as the report does. */
function resultOf(lock: Lock): string {
  return canonicalJsonText({ ...lock, files: {}, accepted: [] });
}

/** All that lies in the tree, by paths from `directory`. */
async function treeFiles(directory: string, lock: Lock): Promise<string[]> {
  const tree = path.join(directory, 'manifests.d', lock.directory);
  const entries = await readdir(tree, { recursive: true, withFileTypes: true }).catch(
    // What should lie there is missed as a file.
    (): Dirent[] => [],
  );
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => path.relative(directory, path.join(parentPath, name)));
}
