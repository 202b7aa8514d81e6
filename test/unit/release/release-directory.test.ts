import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { LOCK_FILE, readLock } from '../../../src/release/lock.ts';
import {
  checkReleaseDirectory,
  checkReleaseFiles,
} from '../../../src/release/release-directory.ts';
import { problemsOfAsync, shown } from '../support/problems.ts';
import { release } from '../support/release.ts';
import { temporaryDirectory, writeFiles } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';

describe('checkReleaseDirectory', () => {
  const fine: [what: string, files: Files, name: string][] = [
    ['an absent directory', {}, 'absent'],
    ['an empty one', {}, '.'],
    ['one with a lock', { [LOCK_FILE]: 'anything', other: '' }, '.'],
    ['one with only the remains of a run', { '.rebase-x/new/a': '' }, '.'],
  ];
  for (const [what, files, name] of fine) {
    it(`takes ${what}`, async (test) => {
      await checkReleaseDirectory(path.join(await temporaryDirectory(test, files), name));
    });
  }

  const wrong: [what: string, files: Files, name: string, message: string][] = [
    ['a file', { file: '' }, 'file', 'is not a directory'],
    ['something below a file', { file: '' }, 'file/out', 'is not a directory'],
    ['other files', { a: '' }, '.', `holds other files (a) and no ${LOCK_FILE}`],
    [
      'many other files',
      { a: '', b: '', c: '', d: '' },
      '.',
      `holds other files (a, b, c, …) and no ${LOCK_FILE}`,
    ],
    ['hidden files', { '.git/HEAD': '' }, '.', `holds other files (.git) and no ${LOCK_FILE}`],
  ];
  for (const [what, files, name, message] of wrong) {
    it(`refuses ${what}`, async (test) => {
      const directory = path.join(await temporaryDirectory(test, files), name);
      const [problem] = await problemsOfAsync(() => checkReleaseDirectory(directory));
      assert.equal(problem?.code, 'output-in-use');
      assert.equal(shown(problem), `${directory}: ${message}`);
    });
  }
});

describe('checkReleaseFiles', () => {
  it('takes a release as it was written', async (test) => {
    const files = release({ 'manifests.d/a/b.yaml': 'b', 'report.md': 'r' });
    const directory = await temporaryDirectory(test, Object.fromEntries(files));
    await checkReleaseFiles(directory, await readLock(directory));
  });

  it('names every file that is missing or differs', async (test) => {
    const files = Object.fromEntries(release({ a: '1', b: '2', c: '3' }));
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: files[LOCK_FILE] ?? '' });
    await writeFiles(directory, { a: '1', b: 'changed' });
    const lock = await readLock(directory);
    const problems = await problemsOfAsync(() => checkReleaseFiles(directory, lock));
    assert.deepEqual(problems.map(shown), [
      `${directory}/b: is not what the lock says`,
      `${directory}/c: cannot be read`,
    ]);
  });
});
