import { lstat, readFile, readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { compareText } from '../manifest/object.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import type { Lock } from '../release/lock.ts';
import { openRelease } from '../release/open-release.ts';
import { checkUnchanged, releaseState } from '../release/release-state.ts';
import { LIMITS, mebibytes } from '../source/limits.ts';
import { attempt } from './attempt.ts';
import { isObjectFile, rpmFiles, treePath } from './verified-release.ts';
import type { VerifiedRelease } from './verified-release.ts';

/**
 * Reads a release directory; what cannot be read is a finding.
 * @throws {UserError} `release-interrupted`, `lock-missing`, `lock-invalid`, `output-busy`
 */
export async function readRelease(
  directory: string,
): Promise<{ release: VerifiedRelease; findings: Finding[] }> {
  const state = await releaseState(directory);
  const lock = await openRelease(directory);
  const paths = new Set([...Object.keys(lock.files), ...(await foundFiles(directory, lock))]);
  const files = new Map<string, Buffer>();
  const findings: Finding[] = [];
  let total = 0;
  for (const file of [...paths].toSorted(compareText)) {
    const absolute = path.join(directory, file);
    const stats = await lstat(absolute).catch(() => undefined);
    // One that is missing is found by a check.
    if (stats === undefined) continue;
    total += stats.size;
    const isSmall = stats.size <= LIMITS.fileBytes && total <= LIMITS.totalBytes;
    if (stats.isFile() && isSmall) files.set(file, await readFile(absolute));
    else findings.push(unusable(absolute, file, stats.isFile()));
  }
  await checkUnchanged(directory, state);
  const objects: ManifestObject[] = [];
  for (const [file, bytes] of files) {
    if (path.posix.dirname(file) !== treePath(lock)) continue;
    if (!isObjectFile(path.posix.basename(file))) continue;
    const read = attempt(file, () =>
      readManifests(bytes.toString(), path.join(directory, file), { fieldLines: true }),
    );
    if ('value' in read) objects.push(...read.value);
    else findings.push(...read.findings);
  }
  return { release: { directory, lock, files, objects }, findings };
}

/**
 * What lies in the paths that a release consists of. What else the directory holds is others': RPMs, a
 * `.git`.
 */
async function foundFiles(directory: string, lock: Lock): Promise<string[]> {
  const folders = [treePath(lock), 'release-info'];
  const listed = await Promise.all(folders.map((folder) => listFiles(directory, folder)));
  return [...listed.flat(), ...rpmFiles(lock)];
}

async function listFiles(directory: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(directory, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch((error: NodeJS.ErrnoException): Dirent[] => {
    // What the lock names there is missed then.
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => path.relative(directory, path.join(parentPath, name)));
}

function unusable(absolute: string, file: string, isFile: boolean): Finding {
  return finding('error', file, {
    code: 'release-file-unusable',
    message: isFile
      ? `makes the release larger than it may be: ${mebibytes(LIMITS.fileBytes)} a file, ${mebibytes(LIMITS.totalBytes)} in all`
      : 'is no regular file, and would be packaged as something else or not at all',
    hint: 'run microshift-optional rebase again',
    at: { file: absolute },
  });
}
