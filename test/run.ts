import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { SetupError, runMain } from './cluster/control-plane/setup-error.ts';
import { toEnvironment } from './cluster/control-plane/shared.ts';
import { startControlPlane } from './cluster/control-plane/start.ts';

// npm test [FILE | PATTERN | node --test option]…
const ROOT = resolve(import.meta.dirname, '..');
const ALL_TESTS = 'test/**/*.test.ts';

await runMain(async () => {
  const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
  const patterns = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const files = findTests(patterns);
  if (process.env.CI === 'true') requireUpstream();

  const built = await run(['scripts/build.ts']);
  if (built !== 0) return built;
  const isIn = (folder: string) => (file: string) => file.startsWith(join('test', folder, sep));
  const units = files.filter(isIn('unit'));
  const others = files.filter((file) => !units.includes(file));
  // In one process: they are many, and most are over before a process of their own had started.
  const unitsEnded = await runTests(units, [...options, '--experimental-test-isolation=none'], {});
  const othersEnded = await runOthers(others, options, others.some(isIn('cluster')));
  return unitsEnded === 0 ? othersEnded : unitsEnded;
});

/** Runs tests in processes of their own, beside a control plane if any of them needs one. */
async function runOthers(
  files: string[],
  options: string[],
  needControlPlane: boolean,
): Promise<number> {
  if (!needControlPlane) return runTests(files, options, {});
  const plane = await startControlPlane({ controllers: true });
  try {
    return await runTests(files, options, toEnvironment(plane));
  } finally {
    await plane.stop();
  }
}

function findTests(patterns: string[]): string[] {
  const found = (patterns.length > 0 ? patterns : [ALL_TESTS]).flatMap((pattern) => {
    const files = globSync(pattern, { cwd: ROOT });
    if (files.length === 0) throw new SetupError(`No test file matches ${pattern}.`);
    return files.map((file) => relative(ROOT, resolve(ROOT, file)));
  });
  return [...new Set(found)].toSorted();
}

/** Tests that need the upstream inputs are skipped without them, which must not go unseen in CI. */
function requireUpstream(): void {
  const directory = resolve(ROOT, process.env.MICROSHIFT_OPTIONAL_UPSTREAM || '../shared/upstream');
  try {
    if (readdirSync(directory).length > 0) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  throw new SetupError(
    `The upstream inputs of the tests are not in ${directory}.\n` +
      'Set MICROSHIFT_OPTIONAL_UPSTREAM to the directory that has them (CI must not skip their tests).',
  );
}

function runTests(
  files: string[],
  options: string[],
  environment: Record<string, string>,
): Promise<number> {
  if (files.length === 0) return Promise.resolve(0);
  // Node's own default leaves one core idle, but cluster tests mostly wait.
  const concurrency = `--test-concurrency=${Math.max(2, availableParallelism())}`;
  const runner = ['--test', '--test-reporter=spec', concurrency, ...options, ...files];
  return run(runner, environment);
}

/** Runs Node from the project's root; answers its exit status. */
async function run(args: string[], environment: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  // Stay until it has ended, to stop the control plane then.
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [status] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', pass).off('SIGTERM', pass);
  return status ?? 1;
}
