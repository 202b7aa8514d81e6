import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { commitRelease } from '../../../scripts/lib/commit-release.ts';
import type { Destination } from '../../../scripts/lib/commit-release.ts';
import { replaceRelease } from '../release/support/replace-release.ts';
import { composed } from '../release/support/release-parts.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const BRANCH = 'rebase-microshift-lamp-1.2.3';

const git = (repository: string, ...args: string[]): string =>
  execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();

/** A repository with a commit, by somebody who has a name only here. */
async function repositoryOf(test: TestContext): Promise<string> {
  const repository = await temporaryDirectory(test, { 'README.md': 'releases\n' });
  git(repository, 'init', '--quiet', '--initial-branch', 'main');
  git(repository, 'config', 'user.name', 'Tester');
  git(repository, 'config', 'user.email', 'tester@example.com');
  git(repository, 'config', 'commit.gpgSign', 'false');
  git(repository, 'config', 'core.hooksPath', path.join(repository, '.git/hooks'));
  git(repository, 'add', '.');
  git(repository, 'commit', '--quiet', '--message', 'First');
  return repository;
}

async function writeComposed(directory: string): Promise<number> {
  await replaceRelease(directory, composed().files);
  return 0;
}

/** Commits a release into `lamp`, and gives the status and what was said. */
async function commitInto(
  test: TestContext,
  repository: string,
  { write = writeComposed, ...rest }: Partial<Destination> & { write?: typeof writeComposed } = {},
): Promise<{ status: number; said: string }> {
  const said: string[] = [];
  const listen = (text: string | Uint8Array): boolean => said.push(String(text)) > 0;
  const streams = [process.stdout, process.stderr].map((stream) =>
    test.mock.method(stream, 'write', listen),
  );
  const destination = { repository, path: 'lamp', branch: undefined, ...rest };
  const status = await commitRelease(destination, write).finally(() =>
    streams.forEach(({ mock }) => mock.restore()),
  );
  return { status, said: said.join('') };
}

const branches = (repository: string): string[] =>
  git(repository, 'branch', '--format', '%(refname:short)').split('\n');

function assertUntouched(repository: string): void {
  assert.deepEqual(branches(repository), ['main']);
  assert.equal(git(repository, 'worktree', 'list', '--porcelain').match(/^worktree/gm)?.length, 1);
}

describe('commitRelease', () => {
  it('makes one commit on a new branch and leaves the work tree alone', async (test) => {
    const repository = await repositoryOf(test);
    await writeFile(path.join(repository, 'README.md'), 'being edited\n');
    const { status, said } = await commitInto(test, repository);
    assert.equal(status, 0, said);
    assert.deepEqual(branches(repository), ['main', BRANCH]);
    assert.equal(git(repository, 'status', '--porcelain'), 'M README.md');
    assert.match(
      git(repository, 'log', '-1', '--format=%B', BRANCH),
      /^Rebase microshift-lamp to /,
    );
    assert.equal(git(repository, 'rev-parse', `${BRANCH}^`), git(repository, 'rev-parse', 'main'));
    const committed = git(repository, 'ls-tree', '-r', '--name-only', BRANCH, 'lamp').split('\n');
    const files = [...composed().files.keys()].map((file) => `lamp/${file}`);
    assert.deepEqual(committed.toSorted(), files.toSorted());
  });

  it('commits what the repository ignores elsewhere', async (test) => {
    const repository = await repositoryOf(test);
    await writeFile(path.join(repository, '.git/info/exclude'), '*.spec\nrelease-info/\n');
    assert.equal((await commitInto(test, repository)).status, 0);
    const committed = git(repository, 'ls-tree', '-r', '--name-only', BRANCH, 'lamp').split('\n');
    assert.equal(committed.length, composed().files.size);
  });

  it('commits nothing where nothing has changed', async (test) => {
    const repository = await repositoryOf(test);
    await commitInto(test, repository);
    git(repository, 'switch', '--quiet', BRANCH);
    const { status, said } = await commitInto(test, repository, { branch: 'again' });
    assert.equal(status, 0);
    assert.match(said, /nothing to commit/);
    assert.deepEqual(branches(repository), ['main', BRANCH]);
  });

  it('gives the status of what is to be committed, and commits nothing then', async (test) => {
    const repository = await repositoryOf(test);
    const { status } = await commitInto(test, repository, { write: () => Promise.resolve(6) });
    assert.equal(status, 6);
    assertUntouched(repository);
  });

  it('leaves no branch where a hook refuses', async (test) => {
    const repository = await repositoryOf(test);
    const hook = path.join(repository, '.git/hooks/pre-commit');
    await mkdir(path.dirname(hook), { recursive: true });
    await writeFile(hook, '#!/bin/sh\nexit 1\n');
    await chmod(hook, 0o755);
    const { status, said } = await commitInto(test, repository);
    assert.equal(status, 2);
    assert.match(said, /git failed, so nothing is committed/);
    assertUntouched(repository);
    await rm(hook);
    assert.equal((await commitInto(test, repository)).status, 0);
  });

  const obstacles: [
    what: string,
    prepare: (repository: string) => void,
    said: RegExp,
    branch?: string,
  ][] = [
    ['nobody is configured', (at) => git(at, 'config', 'user.name', ''), /who you are/],
    ['there is no commit', (at) => git(at, 'switch', '--quiet', '--orphan', 'new'), /no commit/],
    ['the branch exists', () => '', /the branch main exists already/, 'main'],
    ['the branch has no good name', () => '', /"-x" is no name for a branch/, '-x'],
  ];
  for (const [what, prepare, expected, branch] of obstacles) {
    it(`says before the work that ${what}`, async (test) => {
      const repository = await repositoryOf(test);
      prepare(repository);
      const write = (): Promise<number> => assert.fail('written');
      const { status, said } = await commitInto(test, repository, { branch, write });
      assert.equal(status, 2);
      assert.match(said, expected);
      assertUntouched(repository);
    });
  }

  it('says that a directory is no repository', async (test) => {
    const directory = path.join(await temporaryDirectory(test), 'absent');
    const { status, said } = await commitInto(test, directory);
    assert.equal(status, 2);
    assert.match(said, /is no git repository/);
  });
});
