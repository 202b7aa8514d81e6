import { chmod, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';

// Makes dist/microshift-optional.mjs: the whole program in one file, which needs nothing but Node.
const ROOT = resolve(import.meta.dirname, '..');
const OUTPUT = resolve(ROOT, 'dist/microshift-optional.mjs');

const { version } = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/main.ts'],
  outfile: OUTPUT,
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // Half the size is half the time to read and compile at each boot; names stay for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  banner: {
    // Some dependencies are CommonJS, whose require of Node's own modules needs one here.
    js: [
      '#!/usr/bin/env node',
      'import { createRequire as createRequireOfBundle } from "node:module";',
      'const require = createRequireOfBundle(import.meta.url);',
    ].join('\n'),
  },
  define: {
    BUILD_VERSION: JSON.stringify(version),
    BUILD_COMMIT: JSON.stringify(await commit()),
  },
  logLevel: 'warning',
});
await chmod(OUTPUT, 0o755);

/** The commit of the sources, marked where they differ from it; `unknown` outside of a checkout. */
async function commit(): Promise<string> {
  const git = (...args: string[]) => execa('git', args, { cwd: ROOT, reject: false });
  const head = await git('rev-parse', '--short=12', 'HEAD');
  if (head.failed) return 'unknown';
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  return changes.stdout.trim() === '' ? head.stdout.trim() : `${head.stdout.trim()}-modified`;
}
