import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
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
 * new branch. The maintainer's work tree, index and branch stay as they are, whatever happens.
 * @param write makes the release in a directory and answers an exit status
 * @returns the exit status: that of `write` if it is not 0; 2 where the branch exists
 */
export async function commitRelease(
  destination: Destination,
  write: (directory: string) => Promise<number>,
): Promise<number> {
  const { repository } = destination;
  if (destination.branch !== undefined && (await branchExists(repository, destination.branch))) {
    return complain(`the branch ${destination.branch} exists already; delete it or give another`);
  }
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
  await git(directory, ['add', '--all', '.']);
  const { stdout: changed } = await git(directory, ['status', '--porcelain', '.']);
  if (changed === '') {
    process.stdout.write('Nothing changed, so there is nothing to commit.\n');
    return 0;
  }
  const name = branch ?? `rebase-${lock.package}-${lock.version.replaceAll('+', '-')}`;
  if (await branchExists(repository, name)) {
    return complain(`the branch ${name} exists already; delete it or give another with --branch`);
  }
  await git(directory, ['switch', '--quiet', '--create', name]);
  await git(directory, ['commit', '--quiet', '--message', messageOf(lock)]);
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

async function branchExists(repository: string, name: string): Promise<boolean> {
  const ref = `refs/heads/${name}`;
  const found = await git(repository, ['show-ref', '--verify', '--quiet', ref], { reject: false });
  return found.exitCode === 0;
}

function git(directory: string, args: string[], options: { reject?: boolean } = {}) {
  return execa('git', ['-C', directory, ...args], { stderr: 'inherit', ...options });
}

function complain(message: string): number {
  process.stderr.write(`scripts/rebase: ${message}\n`);
  return 2;
}
