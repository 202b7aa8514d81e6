import assert from 'node:assert/strict';
import { access, appendFile, cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { execa } from 'execa';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { rebaseLantern, runProgram } from './support/program.ts';
import { requireRpmTools } from './support/rpm.ts';

const KUSTOMIZATION = 'manifests.d/010-microshift-lantern/kustomization.yaml';

suite('rpm refuses', { concurrency: true }, () => {
  let pristine: string;

  before(async () => {
    await requireRpmTools();
    pristine = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    await rebaseLantern(path.join(pristine, 'release'));
  });

  after(() => rm(pristine, { recursive: true, force: true }));

  const newRelease = async (t: TestContext): Promise<string> => {
    const release = path.join(await temporaryDirectory(t), 'release');
    await cp(path.join(pristine, 'release'), release, { recursive: true });
    return release;
  };

  const rpm = (release: string, ...flags: string[]) =>
    runProgram(['rpm', release, '--no-program', ...flags]);

  const isMissing = (file: string) =>
    access(file).then(
      () => false,
      () => true,
    );

  // More of them in test/unit/package/rpm-version.test.ts.
  const HOSTILE = ['', '1 2', '%(touch pwned)', '$(touch pwned)', '1\n%global _topdir /', '../1'];

  for (const flag of ['version', 'release'] as const) {
    test(`a ${flag} that is none`, async (t) => {
      const release = await newRelease(t);
      for (const value of HOSTILE) {
        const result = await rpm(release, `--${flag}=${value}`);
        const shown = `--${flag}=${JSON.stringify(value)}: ${result.stderr}`;
        assert.equal(result.status, 2, shown);
        assert.match(result.stderr, new RegExp(`\\[rpm-${flag}-invalid\\]\n  hint: `), shown);
        assert.equal(result.stdout, '');
      }
      assert.ok(await isMissing(path.join(release, 'rpms')));
      assert.ok(await isMissing('pwned'));
    });
  }

  test('both at once, and says how a pre-release is written', async (t) => {
    const result = await rpm(await newRelease(t), '--version', '3.0.0-tp.1', '--release', '%x');
    assert.equal(result.status, 2);
    assert.match(result.stderr, /such as 3\.0\.0~tp\.1/);
    assert.match(result.stderr, /\[rpm-release-invalid\]/);
  });

  for (const file of [KUSTOMIZATION, 'rpm/microshift-lantern.spec', 'rebase-report.md']) {
    test(`a changed ${path.basename(file)}`, async (t) => {
      const release = await newRelease(t);
      await appendFile(path.join(release, file), '# changed\n');
      const result = await rpm(release);
      assert.equal(result.status, 2);
      assert.match(result.stderr, /is not what the lock says \[release-changed\]/);
      assert.ok(result.stderr.includes(path.join(release, file)), result.stderr);
      assert.ok(await isMissing(path.join(release, 'rpms')));
    });
  }

  test('a missing file', async (t) => {
    const release = await newRelease(t);
    await unlink(path.join(release, KUSTOMIZATION));
    const result = await rpm(release);
    assert.equal(result.status, 2);
    assert.match(result.stderr, /kustomization\.yaml: cannot be read \[release-changed\]/);
  });

  test('a spec file that the lock does not know', async (t) => {
    const release = await newRelease(t);
    const lock = path.join(release, 'component.lock.yaml');
    const lines = (await readFile(lock, 'utf8')).split('\n');
    await writeFile(
      lock,
      lines.filter((line) => !line.includes('rpm/microshift-lantern.spec')).join('\n'),
    );
    await writeFile(path.join(release, 'rpm/microshift-lantern.spec'), '%(touch pwned)\n');
    const result = await rpm(release);
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /microshift-lantern\.spec: .*\[release-changed\]/);
  });

  test('a directory that rebase has not written', async (t) => {
    const result = await rpm(await temporaryDirectory(t));
    assert.equal(result.status, 2);
    assert.match(result.stderr, /\[lock-missing\]/);
  });

  test('to work without rpmbuild, and says how to get it', async (t) => {
    const release = await newRelease(t);
    const bin = path.join(path.dirname(release), 'bin');
    await mkdir(bin);
    for (const tool of ['tar', 'gzip']) {
      await symlink((await execa('which', [tool])).stdout, path.join(bin, tool));
    }
    const result = await runProgram(['rpm', release], { env: { PATH: bin } });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /rpmbuild is not on the PATH \[rpmbuild-missing\]/);
    assert.match(result.stderr, /package rpm on Debian and Ubuntu, rpm-build on Fedora and RHEL/);
    assert.ok(await isMissing(path.join(release, 'rpms')));
    const nothing = await runProgram(['rpm', release], { env: { PATH: '/nonexistent' } });
    assert.equal(nothing.stderr.match(/\[rpmbuild-missing\]/g)?.length, 3, nothing.stderr);
  });

  test('a temporary directory with a name that rpmbuild would misread', async (t) => {
    const release = await newRelease(t);
    const temporary = path.join(path.dirname(release), 'a b');
    await mkdir(temporary);
    const args = ['rpm', release, '--no-program'];
    const result = await runProgram(args, { env: { TMPDIR: temporary } });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /\[temporary-directory-unsafe\]\n {2}hint: set TMPDIR/);
    assert.deepEqual(await readdir(temporary), []);
  });

  test('to hide why rpmbuild failed', async (t) => {
    const release = await newRelease(t);
    const bin = path.join(path.dirname(release), 'bin');
    await mkdir(bin);
    await writeFile(
      path.join(bin, 'rpmbuild'),
      '#!/bin/sh\n[ "$1" = --version ] && exit\necho one; echo "error: no space" >&2; exit 3\n',
      { mode: 0o755 },
    );
    const result = await runProgram(['rpm', release, '--no-program'], {
      env: { PATH: `${bin}:${process.env.PATH}` },
    });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /--target x86_64 failed: \n {2}one\n {2}error: no space/);
    assert.match(result.stderr, /\[rpmbuild-failed\]\n {2}hint: /);
    assert.ok(await isMissing(path.join(release, 'rpms')));
  });
});

suite('rpm again', () => {
  test('replaces the packages of another version and keeps other files', async (t) => {
    await requireRpmTools();
    const release = path.join(await temporaryDirectory(t), 'release');
    await rebaseLantern(release);
    const rpms = path.join(release, 'rpms');
    const first = await runProgram(['rpm', release]);
    assert.equal(first.status, 0, first.stderr);
    await writeFile(path.join(rpms, 'microshift-lantern-extra-1-1.noarch.rpm'), 'mine');
    await writeFile(path.join(rpms, 'notes.txt'), 'mine');
    await mkdir(path.join(rpms, '.rpm-killed'));
    const values = ['--version', '4.20.0', '--release', '2'];
    const second = await runProgram(['rpm', release, '--no-program', ...values]);
    assert.equal(second.status, 0, second.stderr);
    const names = await readdir(rpms);
    assert.deepEqual(names.filter((name) => !name.startsWith('microshift-optional-')).toSorted(), [
      'microshift-lantern-4.20.0-2.aarch64.rpm',
      'microshift-lantern-4.20.0-2.src.rpm',
      'microshift-lantern-4.20.0-2.x86_64.rpm',
      'microshift-lantern-extra-1-1.noarch.rpm',
      'microshift-lantern-release-info-4.20.0-2.noarch.rpm',
      'notes.txt',
    ]);
    assert.equal(names.filter((name) => name.startsWith('microshift-optional-')).length, 1);
  });
});
