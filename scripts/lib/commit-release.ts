import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExecaError, execa } from 'execa';
import { readLock } from '../../src/release/lock.ts';
import type { Lock } from '../../src/release/lock.ts';

/** Where a release is to be committed. */
export type Destination = {
  repository: string;
  /** The release directory, below the repository's root. */
  path: string;
  /** `rebase-<package>-<version>` if left out. */
  branch: string | undefined;
};

/**
 * Has a release written into a work tree of its own, made from the repository's HEAD, and commits it on a
 * new branch. The maintainer's work tree, index and branch stay as they are, whatever happens, and
 * without a commit there is no new branch either.
 * @param write makes the release in a directory and answers an exit status
 * @returns the exit status: that of `write` if it is not 0; 2 where the branch exists, or git refuses
 */
export async function commitRelease(
  destination: Destination,
  write: (directory: string) => Promise<number>,
): Promise<number> {
  try {
    // Before the work, which takes its time.
    const obstacle = await findObstacle(destination);
    return obstacle === undefined ? await writeAndCommit(destination, write) : complain(obstacle);
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    // Why, git or a hook has said above.
    return complain('git failed, so nothing is committed');
  }
}

/** What keeps git from making the commit; undefined if nothing does that is known beforehand. */
async function findObstacle({ repository, branch }: Destination): Promise<string | undefined> {
  if (!(await succeeds(repository, ['rev-parse', '--git-dir']))) {
    return `${repository} is no git repository`;
  }
  if (!(await succeeds(repository, ['rev-parse', '--verify', 'HEAD^{commit}']))) {
    return `${repository} has no commit to begin from; make a first one`;
  }
  const identities = ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT'];
  for (const identity of identities) {
    if (await succeeds(repository, ['var', identity])) continue;
    return 'git does not know who you are; set user.name and user.email with git config';
  }
  if (branch === undefined) return undefined;
  if (!(await succeeds(repository, ['check-ref-format', '--branch', branch]))) {
    return `${JSON.stringify(branch)} is no name for a branch`;
  }
  return (await branchExists(repository, branch)) ? alreadyThere(branch) : undefined;
}

function alreadyThere(branch: string): string {
  return `the branch ${branch} exists already; delete it or give another with --branch`;
}

async function writeAndCommit(
  destination: Destination,
  write: (directory: string) => Promise<number>,
): Promise<number> {
  const { repository } = destination;
  const temporary = await mkdtemp(path.join(tmpdir(), 'microshift-optional-rebase-'));
  const tree = path.join(temporary, 'tree');
  try {
    await git(repository, ['worktree', 'add', '--quiet', '--detach', tree, 'HEAD']);
    const root = path.join(tree, await prefixOf(repository));
    const directory = path.join(root, destination.path);
    const status = await write(directory);
    return status === 0 ? await commit(directory, destination) : status;
  } finally {
    await rm(temporary, { recursive: true, force: true });
    // Forgets the work tree, which is not there any more.
    await git(repository, ['worktree', 'prune']);
  }
}

async function commit(directory: string, { repository, branch }: Destination): Promise<number> {
  const lock = await readLock(directory);
  // What the repository ignores elsewhere belongs to a release all the same.
  await git(directory, ['add', '--all', '--force', '.']);
  const { stdout: changed } = await git(directory, ['status', '--porcelain', '.']);
  if (changed === '') {
    process.stdout.write('Nothing changed, so there is nothing to commit.\n');
    return 0;
  }
  const name = branch ?? `rebase-${lock.package}-${lock.version.replaceAll('+', '-')}`;
  if (await branchExists(repository, name)) {
    return complain(alreadyThere(name));
  }
  await git(directory, ['commit', '--quiet', '--message', messageOf(lock)]);
  await git(directory, ['switch', '--quiet', '--create', name]);
  process.stdout.write(`Committed on the branch ${name}; look at it with: git show ${name}\n`);
  return 0;
}

function messageOf(lock: Lock): string {
  const sources = lock.sources.map(
    ({ name, version, digest }) =>
      `${name}${version === undefined ? '' : ` ${version}`}: ${digest}`,
  );
  const accepted = lock.accepted.map((id) => `Accepted: ${id}`);
  return [`Rebase ${lock.package} to ${lock.version}`, sources.join('\n'), accepted.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A directory inside of the repository may be given for it; empty at its root. */
async function prefixOf(repository: string): Promise<string> {
  return (await git(repository, ['rev-parse', '--show-prefix'])).stdout;
}

function branchExists(repository: string, name: string): Promise<boolean> {
  return succeeds(repository, ['show-ref', '--verify', '--quiet', `refs/heads/${name}`]);
}

async function succeeds(repository: string, args: string[]): Promise<boolean> {
  return !(await execa('git', ['-C', repository, ...args], { reject: false })).failed;
}

function git(directory: string, args: string[]) {
  return execa('git', ['-C', directory, ...args], { stderr: 'inherit' });
}

function complain(message: string): number {
  process.stderr.write(`scripts/rebase: ${message}\n`);
  return 2;
}
