import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { sha256 } from '../../../../src/digest.ts';
import { LOCK_FILE, formatLock, readLock } from '../../../../src/release/lock.ts';
import { verifyRelease } from '../../../../src/verify/verify-release.ts';
import { GOLDEN } from '../../support/lantern.ts';
import { readFiles } from '../../support/read-files.ts';
import { temporaryDirectory, writeFiles } from '../../support/temporary-directory.ts';

export const TREE = 'manifests.d/010-microshift-lantern';
export const DEPLOYMENT = `${TREE}/deployment_lantern-operator.yaml`;

/** A copy of the golden release, for a test to damage. */
export async function copyLantern(test: TestContext): Promise<string> {
  const target = path.join(await temporaryDirectory(test), 'out');
  await cp(GOLDEN, target, { recursive: true });
  return target;
}

/** `severity code file` of each finding, the file as it is in the release. */
export async function found(directory: string, requireDigests = false): Promise<string[]> {
  const { findings } = await verifyRelease(directory, { requireDigests });
  return findings.map(
    ({ severity, code, at }) => `${severity} ${code} ${path.relative(directory, at?.file ?? '')}`,
  );
}

/** Makes a file's new text of the one it has; undefined takes it away. */
export type Change = (text: string) => string | undefined;

/** Adds to the end. */
export function append(text: string): Change {
  return (old) => old + text;
}

/** Puts something else in the place of what must be there. */
export function replace(from: string, to: string): Change {
  return (old) => {
    assert.ok(old.includes(from), `there is ${from} to replace`);
    return old.replace(from, to);
  };
}

/** Changes, adds or removes a file of a release. */
export async function edit(directory: string, file: string, change: Change): Promise<void> {
  const absolute = path.join(directory, file);
  const text = change(await readFile(absolute, 'utf8').catch(() => ''));
  if (text === undefined) await rm(absolute);
  else await writeFile(absolute, text);
}

/** Brings the digests of the lock into step with the files. */
export async function relock(directory: string): Promise<void> {
  const lock = await readLock(directory);
  const files = Object.entries(await readFiles(directory))
    .filter(([file]) => file !== LOCK_FILE)
    .map(([file, text]) => [file, sha256(text)]);
  await writeFiles(directory, {
    [LOCK_FILE]: formatLock({ ...lock, files: Object.fromEntries(files) }),
  });
}
