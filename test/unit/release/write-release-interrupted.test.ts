import assert from 'node:assert/strict';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { LOCK_FILE } from '../../../src/release/lock.ts';
import { openRelease } from '../../../src/release/open-release.ts';
import { checkReleaseDirectory } from '../../../src/release/release-directory.ts';
import { readFiles } from '../support/read-files.ts';
import { release } from '../support/release.ts';
import { replaceRelease } from './support/replace-release.ts';
import { temporaryDirectory, writeFiles } from '../support/temporary-directory.ts';

const OLD = { 'manifests.d/010/a.yaml': 'old a', 'rpm/old.spec': 'old spec', 'report.md': 'old' };
const NEW = {
  'manifests.d/010/a.yaml': 'new a',
  'manifests.d/020/c.yaml': 'c',
  'report.md': 'new',
};
/** A run that fails before its exchange: what it leaves is what undoing made of the directory. */
const FAILS = new Map([...release(NEW), ['report.md/below', 'a file is no directory']]);

/** What an exchange does, one rename after another; a kill can come after each. */
const STEPS: [from: string, to: string][] = [
  ['out/manifests.d/010', 'stage/old/manifests.d/010'],
  ['stage/new/manifests.d/010', 'out/manifests.d/010'],
  ['out/rpm/old.spec', 'stage/old/rpm/old.spec'],
  ['out/report.md', 'stage/old/report.md'],
  ['stage/new/report.md', 'out/report.md'],
  ['stage/new/manifests.d/020', 'out/manifests.d/020'],
];

const STAGE = '.rebase-killed';

async function play(out: string, steps: typeof STEPS): Promise<void> {
  const real = (place: string): string =>
    place.startsWith('out/')
      ? path.join(out, place.slice('out/'.length))
      : path.join(out, STAGE, place.slice('stage/'.length));
  await mkdir(path.join(out, STAGE, 'old'));
  for (const [from, to] of steps) {
    await mkdir(path.dirname(real(to)), { recursive: true });
    await rename(real(from), real(to));
  }
}

async function files(out: string): Promise<Record<string, string>> {
  assert.deepEqual(
    (await readdir(out)).filter((name) => name.startsWith('.rebase-')),
    [],
  );
  return readFiles(out);
}

describe('a run that was killed', () => {
  for (let count = 0; count <= STEPS.length; count += 1) {
    it(`after ${count} of ${STEPS.length} renames is undone by the next one`, async (test) => {
      const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
      await writeFiles(out, { 'README.md': 'mine' });
      const before = await readFiles(out);
      await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
      await play(out, STEPS.slice(0, count));
      await checkReleaseDirectory(out);
      await assert.rejects(replaceRelease(out, FAILS));
      assert.deepEqual(await files(out), before);
    });

    it(`after ${count} of ${STEPS.length} renames is undone by what reads it`, async (test) => {
      const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
      const before = await readFiles(out);
      await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
      await play(out, STEPS.slice(0, count));
      assert.deepEqual(Object.keys((await openRelease(out)).files), Object.keys(OLD));
      assert.deepEqual(await files(out), before);
    });

    it(`after ${count} of ${STEPS.length} renames does not hinder the next one`, async (test) => {
      const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
      await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
      await play(out, STEPS.slice(0, count));
      const third = release({ 'report.md': 'third' });
      await replaceRelease(out, third);
      assert.deepEqual(await files(out), Object.fromEntries(third));
    });
  }

  it('while it wrote the new files leaves the old ones', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
    const before = await readFiles(out);
    await writeFiles(path.join(out, STAGE, 'new'), { 'manifests.d/010/a.yaml': 'half' });
    await assert.rejects(replaceRelease(out, FAILS));
    assert.deepEqual(await files(out), before);
  });

  it('after its lock counted leaves the new release', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(NEW)));
    const before = await readFiles(out);
    await writeFiles(path.join(out, STAGE, 'old'), OLD);
    await assert.rejects(replaceRelease(out, FAILS));
    assert.deepEqual(await files(out), before);
  });

  it('before it exchanged anything is left alone by what reads: it may be running', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
    await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
    const before = await readFiles(out);
    await openRelease(out);
    assert.deepEqual(await readFiles(out), before);
  });

  it('while it cleared away what it had undone is not undone twice', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
    // Somebody's own file stands where the new release has one.
    await writeFiles(out, { 'manifests.d/020/c.yaml': 'mine' });
    const before = await readFiles(out);
    await writeFiles(path.join(out, STAGE), { 'new/manifests.d/010/a.yaml': 'new a' });
    await mkdir(path.join(out, STAGE, 'old'));
    await openRelease(out);
    await assert.rejects(replaceRelease(out, FAILS));
    assert.deepEqual(await files(out), before);
  });

  it('while it undid another one, after its claim, is undone all the same', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
    const before = await readFiles(out);
    await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
    await play(out, STEPS);
    await mkdir(path.join(out, STAGE, 'undo'));
    await rename(path.join(out, STAGE, 'new', LOCK_FILE), path.join(out, STAGE, 'undo', LOCK_FILE));
    await rm(path.join(out, 'manifests.d'), { recursive: true });
    await openRelease(out);
    assert.deepEqual(await files(out), before);
  });

  it('while it undid another one is undone all the same', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(release(OLD)));
    const before = await readFiles(out);
    await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
    await play(out, STEPS);
    // The undoing took away what is new at the first path, and was killed before the old was back.
    await rm(path.join(out, 'manifests.d/010'), { recursive: true });
    await assert.rejects(replaceRelease(out, FAILS));
    assert.deepEqual(await files(out), before);
  });

  it('in a directory that was empty is undone as well', async (test) => {
    const out = await temporaryDirectory(test);
    await writeFiles(path.join(out, STAGE, 'new'), Object.fromEntries(release(NEW)));
    await play(out, [['stage/new/manifests.d/010', 'out/manifests.d/010']]);
    await checkReleaseDirectory(out);
    await replaceRelease(out, release({ 'report.md': 'third' }));
    await files(out);
    assert.deepEqual((await readdir(out)).toSorted(), [LOCK_FILE, 'report.md']);
  });
});
