import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';
import type { BuildOptions, BuildResult } from 'esbuild';
import { execa } from 'execa';
import { PACKED_MARKER } from '../src/packed-program.ts';
import { deviceOnly } from './device-only.ts';
import { collectNotices } from './notices.ts';
import { collectPackagedFiles } from './packaged-files.ts';

// Makes dist/microshift-optional.mjs: the whole program in one file, which needs nothing but Node. What
// devices run is its text; all of it, for everything else, is compressed in its last line.
const ROOT = resolve(import.meta.dirname, '..');
const OUTPUT = resolve(ROOT, 'dist/microshift-optional.mjs');

const { version } = JSON.parse(await readFile(resolve(ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node22',
  // Half the size is half the time to read and compile at each boot; names stay for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  define: {
    BUILD_VERSION: JSON.stringify(version),
    BUILD_COMMIT: JSON.stringify(await commit()),
  },
  logLevel: 'warning',
} satisfies BuildOptions;

const device = await build({
  ...common,
  entryPoints: ['src/main.ts'],
  format: 'esm',
  plugins: [deviceOnly],
  define: { ...common.define, BUILD_IS_PACKED: 'true' },
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
});

const whole = {
  ...common,
  entryPoints: ['src/whole-program.ts'],
  // What can be run from memory.
  format: 'cjs',
  define: { ...common.define, BUILD_IS_PACKED: 'false', 'import.meta.url': 'BUNDLE_URL' },
} satisfies BuildOptions;
// What is in the bundle is known once it has been made.
const notices = await collectNotices(ROOT, (await build(whole)).metafile);
const packed = brotliCompressSync(
  textOf(
    await build({
      ...whole,
      define: {
        ...whole.define,
        BUILD_NOTICES: JSON.stringify(notices),
        BUILD_FILES: JSON.stringify(await collectPackagedFiles(ROOT)),
      },
    }),
  ),
  { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } },
);
const program = `${textOf(device)}${PACKED_MARKER}${packed.toString('base64')}\n`;
// Who may only read the checkout can use what is built already.
if ((await readFile(OUTPUT, 'utf8').catch(() => undefined)) !== program) await write(program);

async function write(text: string): Promise<void> {
  await mkdir(dirname(OUTPUT), { recursive: true });
  // Whoever runs it at the same time gets this one or the one before, never a part.
  const written = `${OUTPUT}.${process.pid}`;
  await writeFile(written, text);
  await chmod(written, 0o755);
  await rename(written, OUTPUT);
}

function textOf({ outputFiles: [file] }: BuildResult<{ write: false }>): string {
  if (file === undefined) throw new Error('esbuild made no file');
  return file.text;
}

/** The commit of the sources, marked where they differ from it; `unknown` outside of a checkout. */
async function commit(): Promise<string> {
  // Whoever builds need not own the checkout.
  const git = (...args: string[]) =>
    execa('git', ['-c', 'safe.directory=*', ...args], { cwd: ROOT, reject: false });
  const head = await git('rev-parse', '--short=12', 'HEAD');
  if (head.failed) return 'unknown';
  const changes = await git('status', '--porcelain', '--untracked-files=no');
  return changes.stdout.trim() === '' ? head.stdout.trim() : `${head.stdout.trim()}-modified`;
}
