import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { LOCK_FILE } from '../../../src/release/lock.ts';
import { readFiles } from '../support/read-files.ts';
import { release } from '../support/release.ts';
import { replaceRelease } from './support/replace-release.ts';
import { temporaryDirectory, writeFiles } from '../support/temporary-directory.ts';

const OLD = release({
  'manifests.d/010/a.yaml': 'old a',
  'manifests.d/010/b.yaml': 'old b',
  'rpm/old.spec': 'old spec',
  'report.md': 'old report',
});
const NEW = release({
  'manifests.d/010/a.yaml': 'new a',
  'manifests.d/020/c.yaml': 'new c',
  'report.md': 'new report',
});

/** A directory `out` that holds a release, and the directory around it. */
async function written(test: TestContext, files: ReadonlyMap<string, string>) {
  const parent = await temporaryDirectory(test);
  const out = path.join(parent, 'out');
  await replaceRelease(out, files);
  return { parent, out };
}

describe('writeRelease', () => {
  it('makes a new directory with its parents, readable by others', async (test) => {
    const parent = await temporaryDirectory(test);
    const out = path.join(parent, 'deep', 'out');
    await replaceRelease(out, OLD);
    assert.deepEqual(await readFiles(out), Object.fromEntries(OLD));
    assert.equal((await stat(out)).mode & 0o777, 0o755);
    assert.deepEqual(await readdir(path.dirname(out)), ['out']);
  });

  it('takes an empty directory', async (test) => {
    const out = await temporaryDirectory(test);
    await replaceRelease(out, OLD);
    assert.deepEqual(await readFiles(out), Object.fromEntries(OLD));
  });

  it('exchanges an earlier release and removes what is no longer in it', async (test) => {
    const { parent, out } = await written(test, OLD);
    await replaceRelease(out, NEW);
    assert.deepEqual(await readFiles(out), Object.fromEntries(NEW));
    assert.deepEqual(await readdir(parent), ['out']);
    assert.deepEqual((await readdir(out)).toSorted(), [LOCK_FILE, 'manifests.d', 'report.md']);
  });

  it('writes the same bytes again', async (test) => {
    const { out } = await written(test, OLD);
    await replaceRelease(out, OLD);
    assert.deepEqual(await readFiles(out), Object.fromEntries(OLD));
  });

  it('keeps files that no lock names', async (test) => {
    const { out } = await written(test, OLD);
    const own = { 'README.md': 'mine', 'rpm/sources/x.tar': 'mine', '.git/HEAD': 'mine' };
    await writeFiles(out, own);
    await replaceRelease(out, NEW);
    assert.deepEqual(await readFiles(out), Object.fromEntries([...NEW, ...Object.entries(own)]));
  });

  it('clears away what an interrupted run left beside a directory that never came to be', async (test) => {
    const parent = await temporaryDirectory(test, { '.out.rebase-abc123/rpm/a.spec': 'half' });
    await replaceRelease(path.join(parent, 'out'), OLD);
    assert.deepEqual(await readdir(parent), ['out']);
  });
});

describe('writeRelease that fails', () => {
  it('leaves no directory where there was none', async (test) => {
    const parent = await temporaryDirectory(test);
    const files = new Map([...NEW, ['report.md/below', 'a file is no directory']]);
    await assert.rejects(replaceRelease(path.join(parent, 'out'), files), { code: 'EEXIST' });
    assert.deepEqual(await readdir(parent), []);
  });

  it('puts the old content back where it could not write the new', async (test) => {
    const { out } = await written(test, OLD);
    const before = await readFiles(out);
    const files = new Map([...NEW, ['report.md/below', 'a file is no directory']]);
    await assert.rejects(replaceRelease(out, files), { code: 'EEXIST' });
    assert.deepEqual(await readFiles(out), before);
  });

  it('puts the old content back where it fails in the middle of the exchange', async (test) => {
    const { out } = await written(test, OLD);
    // A file stands where the new release needs a directory.
    await writeFile(path.join(out, 'zone'), 'mine');
    const before = await readFiles(out);
    const files = release({ ...Object.fromEntries(NEW), 'zone/z.yaml': 'new z' });
    await assert.rejects(replaceRelease(out, files), { code: 'ENOTDIR' });
    assert.deepEqual(await readFiles(out), before);
  });

  it('puts the old content back where it fails at the last step, the lock', async (test) => {
    const { out } = await written(test, OLD);
    await rm(path.join(out, LOCK_FILE));
    await mkdir(path.join(out, LOCK_FILE, 'in-the-way'), { recursive: true });
    const before = await readFiles(out);
    await assert.rejects(replaceRelease(out, NEW));
    assert.deepEqual(await readFiles(out), before);
    assert.deepEqual((await readdir(out)).toSorted(), [
      LOCK_FILE,
      'manifests.d',
      'report.md',
      'rpm',
    ]);
  });

  it('names no lock before everything else is there', async (test) => {
    const { out } = await written(test, OLD);
    const lock = await readFile(path.join(out, LOCK_FILE), 'utf8');
    await writeFile(path.join(out, 'zone'), 'mine');
    await assert.rejects(replaceRelease(out, release({ 'a/b': 'new', 'zone/z.yaml': 'new z' })));
    assert.equal(await readFile(path.join(out, LOCK_FILE), 'utf8'), lock);
    assert.ok(!(await readdir(out)).includes('a'));
  });
});
