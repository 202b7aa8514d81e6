import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import { commitRelease } from './lib/commit-release.ts';

/*
 * The maintainer's command: rebase, verify, report; on request one commit in the repository that holds
 * the releases.
 */

const PROGRAM = path.resolve(import.meta.dirname, '../dist/microshift-optional.mjs');

type Options = {
  out?: string;
  repo?: string;
  path?: string;
  commit: boolean;
  branch?: string;
};

const command = new Command('scripts/rebase')
  .description('Rebases a component, verifies the result and shows the report.')
  .argument('<component-dir>', 'the directory that holds component.yaml; goes first')
  .argument('[flags...]', 'those of microshift-optional rebase: --source, --image, --accept, …')
  .option('--out <dir>', 'the release directory')
  .option('--repo <dir>', 'the git repository that holds the release, in place of --out')
  .option('--path <path>', "the release in it (default: the component directory's name)")
  .option('--commit', "make one commit on a new branch, leaving the repository's work tree", false)
  .option('--branch <name>', 'the branch, which must not exist (default: rebase-PACKAGE-VERSION)')
  .addHelpText('after', '\nEnds with the exit status of rebase or verify. See docs/rebase.md.')
  .allowUnknownOption()
  .action(async (component: string, flags: string[], options: Options) => {
    process.exitCode = await main(component, flags, options);
  });

await command.parseAsync();

async function main(component: string, flags: string[], options: Options): Promise<number> {
  const { out, repo, commit, branch } = options;
  const inRepository = options.path ?? path.basename(path.resolve(component));
  if ((out === undefined) === (repo === undefined)) {
    command.error('give either --out DIR or --repo DIR', { exitCode: 2 });
  }
  if (commit && repo === undefined) command.error('--commit needs --repo DIR', { exitCode: 2 });
  if (path.isAbsolute(inRepository) || inRepository.split(path.sep).includes('..')) {
    command.error('--path has to stay inside of the repository', { exitCode: 2 });
  }
  const rebaseInto = (directory: string): Promise<number> => rebase(component, directory, flags);
  if (repo === undefined) return rebaseInto(out ?? '');
  if (!commit) return rebaseInto(path.join(repo, inRepository));
  return commitRelease({ repository: repo, path: inRepository, branch }, rebaseInto);
}

/** Rebases, verifies and shows the report; the exit status of what failed, else 0. */
async function rebase(component: string, out: string, flags: readonly string[]): Promise<number> {
  const rebased = await run('rebase', [component, '--out', out, ...flags]);
  if (rebased !== 0) return rebased;
  const verified = await run('verify', [out]);
  if (verified !== 0) return verified;
  process.stdout.write(`\n${await readFile(path.join(out, 'rebase-report.md'), 'utf8')}`);
  return 0;
}

async function run(name: string, args: readonly string[]): Promise<number> {
  const { exitCode } = await execa(process.execPath, [PROGRAM, name, ...args], {
    stdio: 'inherit',
    reject: false,
  });
  return exitCode ?? 1;
}
