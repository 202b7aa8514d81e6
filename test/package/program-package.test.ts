import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { PROGRAM, MAIN, rebaseLantern, runProgram } from './support/program.ts';
import { filesOf, install, listed, query, requireRpmTools, tags } from './support/rpm.ts';

const { version } = JSON.parse(
  await readFile(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
) as { version: string };

const INSTALLED = '/usr/libexec/microshift-optional/microshift-optional.mjs';

suite('the package of the program', { concurrency: true }, () => {
  let work: string;
  let release: string;
  let file: string;

  before(async () => {
    await requireRpmTools();
    work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    release = path.join(work, 'release');
    await rebaseLantern(release);
    const result = await runProgram(['rpm', release]);
    assert.equal(result.status, 0, result.stderr);
    file = path.join(release, 'rpms', `microshift-optional-${version}-1.noarch.rpm`);
    assert.ok(result.stdout.split('\n').includes(file), result.stdout);
  });

  after(() => rm(work, { recursive: true, force: true }));

  test('holds the program, the command and the licences', async () => {
    assert.equal(
      await tags(file, '%{NAME} %{ARCH} %{LICENSE}'),
      'microshift-optional noarch Apache-2.0',
    );
    const files = await filesOf(file);
    const units = '/usr/lib/systemd/system';
    assert.deepEqual(Object.fromEntries([...files].map(([name, { mode }]) => [name, mode])), {
      '/etc/microshift-optional.conf': '0644',
      '/usr/bin/microshift-optional': '0755',
      '/usr/lib/systemd/system-generators/microshift-optional-generator': '0755',
      [`${units}/microshift-optional-resync.timer`]: '0644',
      [`${units}/microshift-optional.service`]: '0644',
      [`${units}/microshift.service.wants`]: '0755',
      [`${units}/microshift.service.wants/microshift-optional.service`]: '0777',
      '/usr/libexec/microshift-optional': '0755',
      [INSTALLED]: '0644',
      '/usr/share/bash-completion': '0755',
      '/usr/share/bash-completion/completions': '0755',
      '/usr/share/bash-completion/completions/microshift-optional': '0644',
      '/usr/share/fish': '0755',
      '/usr/share/fish/vendor_completions.d': '0755',
      '/usr/share/fish/vendor_completions.d/microshift-optional.fish': '0644',
      '/usr/share/licenses/microshift-optional': '0755',
      '/usr/share/licenses/microshift-optional/LICENSE': '0644',
      '/usr/share/licenses/microshift-optional/THIRD-PARTY-LICENSES': '0644',
      '/usr/share/man/man8/microshift-optional.8.gz': '0644',
      '/usr/share/zsh': '0755',
      '/usr/share/zsh/site-functions': '0755',
      '/usr/share/zsh/site-functions/_microshift-optional': '0644',
    });
    assert.equal(await tags(file, '[%{FILELINKTOS}]'), '../microshift-optional.service');
    assert.equal(await listed(file, 'configfiles'), '/etc/microshift-optional.conf');
  });

  test('runs no script when it is installed: an image is composed without running any', async () => {
    assert.equal(await listed(file, 'scripts'), '');
    assert.equal(await listed(file, 'triggers'), '');
  });

  test('needs a Node that can run it, and names the libraries in it', async () => {
    assert.deepEqual(await query(file, 'requires'), ['nodejs >= 22', 'nodejs(engine) >= 22']);
    const provides = await query(file, 'provides');
    assert.ok(provides.includes(`microshift-optional = ${version}-1`));
    assert.ok(provides.some((line) => /^bundled\(npm\(commander\)\) = \d/.test(line)));
    assert.ok(provides.some((line) => line.startsWith('bundled(npm(@kubernetes/client-node)) =')));
    assert.ok(
      !provides.some((line) => line.includes('esbuild')),
      'what only builds it is not in it',
    );
  });

  test('installs what was built, which packages itself again to the same bytes', async () => {
    const root = path.join(work, 'root');
    await mkdir(root);
    await install(root, [file]);
    const installed = path.join(root, INSTALLED);
    assert.deepEqual(await readFile(installed), await readFile(PROGRAM));
    assert.match(
      await readFile(path.join(root, 'usr/bin/microshift-optional'), 'utf8'),
      /^#!\/usr\/bin\/sh\nexec \/usr\/bin\/node \/usr\/libexec\/microshift-optional\/microshift-optional\.mjs "\$@"\n$/,
    );
    const page = await readFile(path.join(root, 'usr/share/man/man8/microshift-optional.8.gz'));
    assert.match(gunzipSync(page).toString(), /microshift/);
    const licences = path.join(root, 'usr/share/licenses/microshift-optional');
    assert.match(await readFile(path.join(licences, 'LICENSE'), 'utf8'), /Apache License/);
    assert.match(
      await readFile(path.join(licences, 'THIRD-PARTY-LICENSES'), 'utf8'),
      /\nyaml \d[\d.]+: ISC\n[\s\S]+Permission to use, copy/,
    );

    const other = path.join(work, 'other');
    await rebaseLantern(other);
    const args = ['rpm', other, '--version', '9', '--release', '9'];
    const result = await runProgram(args, { file: installed });
    assert.equal(result.status, 0, result.stderr);
    const again = path.join(other, 'rpms', path.basename(file));
    assert.deepEqual(await readFile(again), await readFile(file));
  });

  test('cannot be made from the sources', async () => {
    const other = path.join(work, 'sources');
    await rebaseLantern(other);
    const refused = await runProgram(['rpm', other], { file: MAIN });
    assert.equal(refused.status, 2);
    assert.match(
      refused.stderr,
      /\[program-not-built\]\n {2}hint: run npm run build.*--no-program/,
    );
    const made = await runProgram(['rpm', other, '--no-program'], { file: MAIN });
    assert.equal(made.status, 0, made.stderr);
    const names = await readdir(path.join(other, 'rpms'));
    assert.ok(names.every((name) => name.startsWith('microshift-lantern-')));
  });
});
