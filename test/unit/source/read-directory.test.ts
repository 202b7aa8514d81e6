import assert from 'node:assert/strict';
import { mkdir, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { LIMITS } from '../../../src/source/limits.ts';
import { readDirectory } from '../../../src/source/read-directory.ts';
import { problemsOfAsync, shown } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('readDirectory', () => {
  it('reads every file by its path, sorted, without hidden ones', async (test) => {
    const directory = await temporaryDirectory(test, {
      'b/c.yaml': 'c',
      'a.yaml': 'a',
      'b-a/d': Buffer.from([0, 255]),
      '.git/HEAD': 'hidden',
      'b/.hidden': 'hidden',
    });
    const files = await readDirectory(directory);
    assert.deepEqual(
      files.map((file) => [file.path, file.bytes.toString('latin1')]),
      [
        ['a.yaml', 'a'],
        ['b-a/d', '\0ÿ'],
        ['b/c.yaml', 'c'],
      ],
    );
  });

  it('reads an empty directory', async (test) => {
    assert.deepEqual(await readDirectory(await temporaryDirectory(test)), []);
  });

  it('follows links that stay inside', async (test) => {
    const directory = await temporaryDirectory(test, { 'deep/a.yaml': 'a' });
    await symlink('deep/a.yaml', path.join(directory, 'b.yaml'));
    const files = await readDirectory(directory);
    assert.deepEqual(
      files.map((file) => file.path),
      ['b.yaml', 'deep/a.yaml'],
    );
  });

  it('reads a directory that is itself a link', async (test) => {
    const directory = await temporaryDirectory(test, { 'real/a.yaml': 'a' });
    await symlink('real', path.join(directory, 'link'));
    const files = await readDirectory(path.join(directory, 'link'));
    assert.deepEqual(
      files.map((file) => file.path),
      ['a.yaml'],
    );
  });
});

describe('readDirectory refuses', () => {
  it('a link that leaves the directory', async (test) => {
    const directory = await temporaryDirectory(test, { 'src/a.yaml': '', 'src-secret': 'secret' });
    for (const target of ['/etc/hostname', '../src-secret', '..']) {
      const source = path.join(directory, `src/${path.basename(target)}.d`);
      await mkdir(source);
      await symlink(
        target.startsWith('/') ? target : path.join('..', target),
        path.join(source, 'l'),
      );
      const [problem] = await problemsOfAsync(() => readDirectory(source));
      assert.equal(problem?.code, 'source-leaves-directory', target);
      assert.match(shown(problem), /\/l: is a link to \/.*, outside of the source$/);
    }
  });

  it('a link to a directory inside', async (test) => {
    const directory = await temporaryDirectory(test, { 'real/a.yaml': 'a' });
    await symlink('real', path.join(directory, 'link'));
    const [problem] = await problemsOfAsync(() => readDirectory(directory));
    assert.equal(problem?.code, 'source-not-a-file');
  });

  it('a pipe, without reading it', async (test) => {
    const directory = await temporaryDirectory(test, { 'a.yaml': '' });
    await execa('mkfifo', [path.join(directory, 'pipe')]);
    const [problem] = await problemsOfAsync(() => readDirectory(directory));
    assert.equal(problem?.code, 'source-not-a-file');
    assert.equal(problem.at?.file, path.join(directory, 'pipe'));
  });

  it('a file above the limit, without reading it', async (test) => {
    const directory = await temporaryDirectory(test, { 'big.yaml': '' });
    await truncate(path.join(directory, 'big.yaml'), LIMITS.fileBytes + 1);
    const [problem] = await problemsOfAsync(() => readDirectory(directory));
    assert.equal(problem?.code, 'source-too-large');
  });

  it('links that go in circles', async (test) => {
    const directory = await temporaryDirectory(test);
    await symlink('b', path.join(directory, 'a'));
    await symlink('a', path.join(directory, 'b'));
    await assert.rejects(readDirectory(directory), { code: 'ELOOP' });
  });
});
