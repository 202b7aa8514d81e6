import { chmod, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { execa } from 'execa';
import { collectNotices } from './notices.ts';

// Makes dist/microshift-optional.mjs: the whole program in one file, which needs nothing but Node.
const ROOT = resolve(import.meta.dirname, '..');
const OUTPUT = resolve(ROOT, 'dist/microshift-optional.mjs');

const { version } = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

const options: BuildOptions & { define: Record<string, string> } = {
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
      // An older Node would fail somewhere in the middle, with a stack trace.
      'if (Number.parseInt(process.versions.node, 10) < 22) {',
      '  process.stderr.write(`error: microshift-optional needs Node 22 or newer; ` +',
      '    `this is ${process.version} [node-too-old]\\n  hint: install a newer one, ` +',
      '    `or in a checkout use node_modules/.bin/node\\n`);',
      '  process.exit(2);',
      '}',
    ].join('\n'),
  },
  define: {
    BUILD_VERSION: JSON.stringify(version),
    BUILD_COMMIT: JSON.stringify(await commit()),
  },
  logLevel: 'warning',
};
// What is in the bundle is known once it has been made.
const { metafile } = await build({ ...options, write: false, metafile: true });
options.define.BUILD_NOTICES = JSON.stringify(await collectNotices(ROOT, metafile));
await build(options);
await chmod(OUTPUT, 0o755);

/** The commit of the sources, marked where they differ from it; `unknown` outside of a checkout. */
async function commit(): Promise<string> {
  const git = (...args: string[]) => execa('git', args, { cwd: ROOT, reject: false });
  const head = await git('rev-parse', '--short=12', 'HEAD');
  if (head.failed) return 'unknown';
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  return changes.stdout.trim() === '' ? head.stdout.trim() : `${head.stdout.trim()}-modified`;
}
