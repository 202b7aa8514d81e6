import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LANTERN = path.join(ROOT, 'examples/lantern');
const SOURCES = [
  `--source=operator=${LANTERN}/upstream/bundle`,
  `--source=api=${LANTERN}/upstream/crds`,
];

// The part that a build and npm precede; scripts/rebase itself only adds these.
const rebase = (args: readonly string[]) =>
  execa(process.execPath, [path.join(ROOT, 'scripts/rebase.ts'), ...args], { reject: false });

const rebaseLantern = (...flags: string[]) =>
  rebase([path.join(LANTERN, 'component'), ...SOURCES, ...flags]);

async function git(repository: string, ...args: string[]): Promise<string> {
  return (await execa('git', ['-C', repository, ...args])).stdout;
}

async function createRepository(t: TestContext): Promise<string> {
  const repository = await temporaryDirectory(t, { 'notes.txt': 'committed' });
  await git(repository, 'init', '--quiet', '--initial-branch', 'main');
  await git(repository, 'config', 'user.name', 'Maintainer');
  await git(repository, 'config', 'user.email', 'maintainer@example.com');
  await git(repository, 'add', '.');
  await git(repository, 'commit', '--quiet', '--message', 'Begin');
  return repository;
}

suite('scripts/rebase', () => {
  test('rebases, verifies and shows the report', async (t) => {
    const out = path.join(await temporaryDirectory(t), 'out');
    const result = await rebaseLantern('--out', out);
    assert.equal(result.exitCode, 0, result.stderr);
    const report = await readFile(path.join(out, 'rebase-report.md'), 'utf8');
    assert.ok(result.stdout.includes(report.trimEnd()));
  });

  test('makes one commit on a new branch and leaves the work tree alone', async (t) => {
    const repository = await createRepository(t);
    await writeFile(path.join(repository, 'notes.txt'), 'being written');
    const result = await rebaseLantern('--repo', repository, '--path', 'lantern', '--commit');
    assert.equal(result.exitCode, 0, result.stderr);

    const branch = 'rebase-microshift-lantern-1.4.2';
    assert.equal(await git(repository, 'rev-list', '--count', `main..${branch}`), '1');
    const subject = await git(repository, 'log', '--format=%s', '-1', branch);
    assert.equal(subject, 'Rebase microshift-lantern to 1.4.2');
    const files = await git(repository, 'ls-tree', '-r', '--name-only', branch);
    assert.match(files, /^lantern\/component\.lock\.yaml$/m);

    assert.equal(await git(repository, 'branch', '--show-current'), 'main');
    assert.equal(await git(repository, 'status', '--porcelain'), ' M notes.txt');
    assert.deepEqual((await readdir(repository)).toSorted(), ['.git', 'notes.txt']);
    assert.equal((await git(repository, 'worktree', 'list')).split('\n').length, 1);
  });

  test('refuses a branch that exists, its own or a given one', async (t) => {
    const repository = await createRepository(t);
    await git(repository, 'branch', 'taken');
    await git(repository, 'branch', 'rebase-microshift-lantern-1.4.2');
    const before = await git(repository, 'rev-parse', '--all');
    for (const flags of [[], ['--branch', 'taken']]) {
      const result = await rebaseLantern('--repo', repository, '--commit', ...flags);
      assert.equal(result.exitCode, 2);
      assert.match(result.stderr, /the branch \S+ exists already/);
    }
    assert.equal(await git(repository, 'rev-parse', '--all'), before);
  });

  test('commits nothing when nothing changed', async (t) => {
    const repository = await createRepository(t);
    const flags = ['--repo', repository, '--path', 'lantern', '--commit', '--branch'];
    assert.equal((await rebaseLantern(...flags, 'first')).exitCode, 0);
    await git(repository, 'switch', '--quiet', 'first');
    const again = await rebaseLantern(...flags, 'second');
    assert.equal(again.exitCode, 0, again.stderr);
    assert.match(again.stdout, /Nothing changed/);
    assert.doesNotMatch(await git(repository, 'branch'), /second/);
  });

  test('ends with the status of a rebase that fails, without a branch', async (t) => {
    const repository = await createRepository(t);
    const sources = ['--source=operator=/nowhere', `--source=api=${LANTERN}/upstream/crds`];
    const flags = [...sources, '--repo', repository, '--commit'];
    const result = await rebase([path.join(LANTERN, 'component'), ...flags]);
    assert.equal(result.exitCode, 2);
    assert.match(result.stderr, /source-missing/);
    assert.equal(await git(repository, 'branch', '--format', '%(refname:short)'), 'main');
  });

  for (const [name, flags] of [
    ['neither --out nor --repo', []],
    ['both', ['--out', 'a', '--repo', 'b']],
    ['--commit without --repo', ['--out', 'a', '--commit']],
    ['a path that leaves the repository', ['--repo', 'a', '--path', '../b']],
  ] as const) {
    test(`refuses ${name}`, async () => {
      const result = await rebaseLantern(...flags);
      assert.equal(result.exitCode, 2, result.stdout);
    });
  }
});
