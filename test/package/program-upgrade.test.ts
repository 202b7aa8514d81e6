import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { buildProgram } from '../../src/package/build-program.ts';
import { packagedFile } from '../../src/package/packaged-files.ts';
import type { ProgramContent } from '../../src/package/program-files.ts';
import { isThere, rpmIn } from '../cluster/support/device-root.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { requireRpmTools } from './support/rpm.ts';

const CONF = 'etc/microshift-optional.conf';

/** A build of the package whose settings have one more line. */
async function build(work: string, version: string): Promise<string> {
  const content: ProgramContent = {
    bytes: Buffer.from(`program ${version}`),
    notices: { license: 'x', bundled: [] },
    manual: { manPage: 'x', completions: { bash: 'x', zsh: 'x', fish: 'x' } },
    packagedFile: (name) =>
      name.endsWith('.conf') ? `${packagedFile(name)}# of ${version}\n` : packagedFile(name),
  };
  const progress = { line() {}, live() {}, end() {} };
  const [rpm = assert.fail('nothing was built')] = await buildProgram(
    content,
    version,
    path.join(work, version),
    progress,
  );
  return rpm;
}

test('an upgrade keeps the settings that an administrator has changed, and an erasure does too', async (t) => {
  await requireRpmTools();
  const work = await temporaryDirectory(t);
  const [old, next] = [await build(work, '1.0.0-rc.1'), await build(work, '1.0.0')];
  const root = path.join(work, 'root');
  await mkdir(root);
  const read = (name: string) => readFile(path.join(root, name), 'utf8');
  const program = 'usr/libexec/microshift-optional/microshift-optional.mjs';

  await rpmIn(root, '-U', old);
  assert.match(await read(CONF), /# of 1\.0\.0-rc\.1\n$/);
  await writeFile(path.join(root, CONF), 'DEADLINE=20m\n');
  await rpmIn(root, '-U', next);
  assert.equal(await read(program), 'program 1.0.0');
  assert.equal(await read(CONF), 'DEADLINE=20m\n');
  assert.match(await read(`${CONF}.rpmnew`), /# of 1\.0\.0\n$/);

  await rpmIn(root, '-e', 'microshift-optional');
  assert.equal(await read(`${CONF}.rpmsave`), 'DEADLINE=20m\n');
  for (const name of [CONF, program, path.dirname(program), 'usr/bin/microshift-optional']) {
    assert.ok(!(await isThere(root, name)), name);
  }
});

test('an upgrade replaces settings that nobody has changed', async (t) => {
  await requireRpmTools();
  const work = await temporaryDirectory(t);
  const root = path.join(work, 'root');
  await mkdir(root);
  await rpmIn(root, '-U', await build(work, '1.0.0'));
  await rpmIn(root, '-U', await build(work, '1.1.0'));
  assert.match(await readFile(path.join(root, CONF), 'utf8'), /# of 1\.1\.0\n$/);
  assert.ok(!(await isThere(root, `${CONF}.rpmnew`)));
});
