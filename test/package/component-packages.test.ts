import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { execa } from 'execa';
import { readFiles } from '../unit/support/read-files.ts';
import { rebaseLantern, runProgram } from './support/program.ts';
import { filesOf, install, query, requireRpmTools, tags } from './support/rpm.ts';

const TREE = '/usr/lib/microshift/manifests.d/010-microshift-lantern';
const INFO = '/usr/share/microshift/release';
const CHECKS = ['/etc/greenboot', '/etc/greenboot/check', '/etc/greenboot/check/required.d'];
const CHECK = '/etc/greenboot/check/required.d/39_microshift_optional_lantern.sh';

suite('the packages of a component', { concurrency: true }, () => {
  let work: string;
  let release: string;
  let stdout: string;
  const rpm = (name: string) => path.join(release, 'rpms', name);

  before(async () => {
    await requireRpmTools();
    work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    release = path.join(work, 'release');
    await rebaseLantern(release);
    const result = await runProgram(['rpm', release, '--no-program']);
    assert.equal(result.status, 0, result.stderr);
    stdout = result.stdout;
  });

  after(() => rm(work, { recursive: true, force: true }));

  test('are one for each architecture, the release information and the source', async () => {
    const names = [
      'microshift-lantern-1.4.2-1.aarch64.rpm',
      'microshift-lantern-1.4.2-1.src.rpm',
      'microshift-lantern-1.4.2-1.x86_64.rpm',
      'microshift-lantern-release-info-1.4.2-1.noarch.rpm',
    ];
    assert.deepEqual((await readdir(path.join(release, 'rpms'))).toSorted(), names);
    assert.equal(stdout, names.map(rpm).join('\n'));
  });

  for (const architecture of ['x86_64', 'aarch64']) {
    test(`${architecture}: holds the tree and its greenboot check, and nothing else`, async () => {
      const file = rpm(`microshift-lantern-1.4.2-1.${architecture}.rpm`);
      assert.equal(await tags(file, '%{ARCH} %{LICENSE}'), `${architecture} Apache-2.0`);
      const files = await filesOf(file);
      const tree = await readdir(path.join(release, 'manifests.d/010-microshift-lantern'));
      assert.deepEqual(
        [...files.keys()].toSorted(),
        [...CHECKS, CHECK, TREE, ...tree.map((name) => `${TREE}/${name}`)].toSorted(),
      );
      for (const [name, { mode, owner }] of files) {
        const is755 = [...CHECKS, CHECK, TREE].includes(name);
        assert.equal(mode, is755 ? '0755' : '0644', name);
        assert.equal(owner, 'root:root', name);
      }
      assert.deepEqual(await query(file, 'requires'), ['microshift-optional']);
      assert.ok((await query(file, 'provides')).includes('microshift-lantern = 1.4.2-1'));
      assert.equal(await tags(file, '%{PREIN}%{POSTIN}%{PREUN}%{POSTUN}'), '(none)'.repeat(4));
    });
  }

  test('the release information needs nothing and says what images there are', async () => {
    const file = rpm('microshift-lantern-release-info-1.4.2-1.noarch.rpm');
    const names = ['x86_64', 'aarch64'].map((name) => `${INFO}/release-lantern-${name}.json`);
    const files = await filesOf(file);
    assert.deepEqual([...files.keys()].toSorted(), names.toSorted());
    assert.ok([...files.values()].every(({ mode }) => mode === '0644'));
    assert.deepEqual(await query(file, 'requires'), []);

    const root = path.join(work, 'release-info');
    await mkdir(root);
    await install(root, [file]);
    for (const name of names) {
      const info = JSON.parse(await readFile(path.join(root, name), 'utf8')) as {
        release: { base: string };
        images: Record<string, string>;
      };
      assert.equal(info.release.base, '1.4.2');
      assert.equal(info.images['manager'], 'registry.example.com/lantern/operator:1.4.2');
    }
  });

  test('installs the tree of the release directory', async () => {
    const root = path.join(work, 'root');
    await mkdir(root);
    await install(root, [rpm('microshift-lantern-1.4.2-1.aarch64.rpm')]);
    assert.deepEqual(
      await readFiles(path.join(root, TREE)),
      await readFiles(path.join(release, 'manifests.d/010-microshift-lantern')),
    );
  });

  test('the source package can be built again, with the same version and dependencies', async () => {
    const copy = path.join(work, 'again');
    await rebaseLantern(copy);
    const values = ['--version', '4.20.1~rc.1', '--release', '3.el9'];
    const result = await runProgram(['rpm', copy, '--no-program', ...values]);
    assert.equal(result.status, 0, result.stderr);
    const [name, top] = ['microshift-lantern-4.20.1~rc.1-3.el9', path.join(work, 'topdir')];
    const source = path.join(copy, 'rpms', `${name}.src.rpm`);
    const rebuild = ['--rebuild', '--target', 'x86_64', '--define', `_topdir ${top}`, source];
    await execa('rpmbuild', rebuild);
    const rebuilt = path.join(top, 'RPMS/x86_64', `${name}.x86_64.rpm`);
    assert.deepEqual(await query(rebuilt, 'requires'), [
      'microshift = 4.20.1~rc.1',
      'microshift-optional',
    ]);
    assert.deepEqual(
      [...(await filesOf(rebuilt)).keys()],
      [...(await filesOf(path.join(copy, 'rpms', `${name}.x86_64.rpm`))).keys()],
    );
  });
});
