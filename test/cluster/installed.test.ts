import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { execa } from 'execa';
import { assertLintFree, filesOf, listed, query, requireRpmTools } from '../package/support/rpm.ts';
import { startControlPlane } from './control-plane/start.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import {
  deploy,
  isThere,
  makeRunnable,
  rpmIn,
  runIn,
  startUnit,
  throughOstree,
} from './support/device-root.ts';
import { RECENT_RELEASE, playControllers, rebaseGatewayApi } from './support/gateway-api.ts';
import { kubectl } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { needsUpstream } from './support/upstream.ts';

/*
 * What this project is for: the packages of a real bundle, installed over MicroShift's own package of the same
 * name, committed with ostree, checked out, and run as systemd and greenboot run them, against a real API server.
 */

const UNIT = 'microshift-optional.service';
const TREE = '/usr/lib/microshift/manifests.d/000-microshift-gateway-api';
const CHECK = '/etc/greenboot/check/required.d/39_microshift_optional_gateway_api.sh';
const REPORT = 'run/microshift-optional/report.json';
const ARCHITECTURE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
/** Of MicroShift, which both packages follow. */
const [OLD_VERSION, NEW_VERSION] = ['4.21.0', '4.22.1'];

suite('a device with the packages', needsUpstream, () => {
  let work: string;
  let packages: string;
  let installed: string;
  let checkout: string;

  before(async () => {
    await requireRpmTools();
    const ostree = await execa('ostree', ['--version'], { reject: false });
    assert.ok(
      !ostree.failed,
      'these tests need ostree: apt-get install ostree, or dnf install ostree',
    );
    work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    const release = path.join(work, 'release');
    const rebased = await rebaseGatewayApi(RECENT_RELEASE, release);
    assert.equal(rebased.status, 0, rebased.stderr);
    const built = await runProgram(['rpm', release, '--version', NEW_VERSION]);
    assert.equal(built.status, 0, built.stderr);
    packages = path.join(release, 'rpms');
    installed = path.join(work, 'installed');
    await mkdir(installed);
  });

  after(() => rm(work, { recursive: true, force: true }));

  const rpms = async (): Promise<string[]> => {
    const names = await readdir(packages);
    return names
      .filter((name) => /\.(?:noarch|x86_64|aarch64)\.rpm$/.test(name))
      .filter((name) => name.includes('.noarch.') || name.includes(`.${ARCHITECTURE}.`))
      .map((name) => path.join(packages, name));
  };

  test('are built for both architectures, and belong to their MicroShift', async () => {
    const info = `/usr/share/microshift/release/release-gateway-api-`;
    for (const architecture of ['x86_64', 'aarch64']) {
      const file = path.join(
        packages,
        `microshift-gateway-api-${NEW_VERSION}-1.${architecture}.rpm`,
      );
      const files = await filesOf(file);
      assert.ok(files.has(`${TREE}/kustomization.yaml`));
      assert.equal(files.get(CHECK)?.mode, '0755');
      assert.deepEqual(await query(file, 'requires'), [
        `microshift = ${NEW_VERSION}`,
        'microshift-optional',
      ]);
      assert.ok(
        (await query(file, 'provides')).includes(`microshift-gateway-api = ${NEW_VERSION}-1`),
      );
      assert.equal(await listed(file, 'scripts'), '');
    }
    const release = `microshift-gateway-api-release-info-${NEW_VERSION}-1.noarch.rpm`;
    assert.deepEqual(
      [...(await filesOf(path.join(packages, release))).keys()],
      [`${info}aarch64.json`, `${info}x86_64.json`],
    );
  });

  test('pass rpmlint', async () => {
    const files = (await readdir(packages)).map((name) => path.join(packages, name));
    await assertLintFree(files);
  });

  test("replaces MicroShift's own package of the same name", async () => {
    await rpmIn(installed, '-U', ...(await buildMicroshiftsOwn(work)));
    assert.ok(await isThere(installed, `${TREE}/01-old.yaml`));
    await rpmIn(installed, '-U', ...(await rpms()));
    assert.deepEqual(
      (await rpmIn(installed, '-qa', '--queryformat', '%{NAME} %{VERSION}\n'))
        .trim()
        .split('\n')
        .toSorted(),
      [
        `microshift-gateway-api ${NEW_VERSION}`,
        `microshift-gateway-api-release-info ${NEW_VERSION}`,
        `microshift-optional ${await programVersion()}`,
      ],
    );
    assert.ok(!(await isThere(installed, `${TREE}/01-old.yaml`)));
    assert.ok(await isThere(installed, `${TREE}/microshift-optional.plan.json`));
    // Every file is as it was packaged.
    assert.equal(await rpmIn(installed, '-V', 'microshift-gateway-api', 'microshift-optional'), '');
  });

  test('is an image as bootc wants it', async () => {
    for (const name of ['var', 'run', 'usr/etc', 'opt', 'usr/local']) {
      assert.ok(!(await isThere(installed, name)), `the packages put something into /${name}`);
    }
    checkout = path.join(work, 'checkout');
    await throughOstree(installed, checkout);
    for (const name of ['etc', 'var', 'run']) assert.ok(!(await isThere(checkout, name)), name);
    assert.ok(await isThere(checkout, `usr${CHECK}`));
    assert.ok(await isThere(checkout, `usr/lib/systemd/system/microshift.service.wants/${UNIT}`));
  });

  for (const [what, root] of [
    ['installed', () => installed],
    ['checked out of ostree', () => checkout],
  ] as const) {
    test(`boots, ${what}: the unit applies, and greenboot learns the truth`, async (t) => {
      const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
      t.after(() => plane.stop());
      const device = root();
      if (device === checkout) await deploy(device);
      await makeRunnable(device, plane.kubeconfig);
      const greenboot = () =>
        runIn(device, ['/usr/bin/bash', '-C', CHECK], { GREENBOOT_TEST: 'no HOME' });
      const shorten = path.join(device, 'etc/greenboot/greenboot.conf');
      await writeFile(shorten, 'MICROSHIFT_WAIT_TIMEOUT_SEC=60\n');

      // Greenboot does not wait for the applier to begin.
      const early = greenboot();
      const first = await startUnit(device, UNIT);
      assert.equal(first.status, 0, first.stderr);
      assert.match(first.stdout, /^\d+ objects: \d+ created in/);
      await kubectl(plane, ['get', 'namespace', 'openshift-gateway-api']);
      await playControllers(plane, { istioObserved: 1 });
      const healthy = await early;
      assert.equal(healthy.status, 0, healthy.stdout + healthy.stderr);

      // A warm boot.
      const again = await startUnit(device, UNIT);
      assert.equal(again.status, 0, again.stderr);
      assert.match(again.stdout, /^\d+ objects: \d+ unchanged in/);

      // An administrator's tree that is wrong is left out, and does not make the component unhealthy.
      await writeFile(path.join(device, 'etc/microshift-optional.conf'), 'USER_TREES=yes\n');
      const broken = path.join(device, 'etc/microshift/manifests.d/shop');
      await mkdir(broken, { recursive: true });
      await writeFile(path.join(broken, 'kustomization.yaml'), 'resources: [nowhere.yaml]\n');
      const withBroken = await startUnit(device, UNIT);
      assert.equal(withBroken.status, 2, withBroken.stderr);
      assert.match(
        withBroken.stderr,
        /manifests\.d\/shop\/\S+: names nowhere\.yaml, which does not/,
      );
      const still = await greenboot();
      assert.equal(still.status, 0, still.stdout + still.stderr);

      // A setting that is wrong is a failure for good: greenboot does not wait for its whole time.
      await writeFile(path.join(device, 'etc/microshift-optional.conf'), 'DEADLINE=soon\n');
      const wrong = await startUnit(device, UNIT);
      assert.equal(wrong.status, 2, wrong.stderr);
      const failed = await greenboot();
      assert.equal(failed.status, 1, failed.stdout);
      assert.match(failed.stderr, /"soon" is no duration \[timeout-invalid\]/);
      assert.match(failed.stdout, /the journal of microshift-optional\.service/);
      await rm(path.join(device, REPORT));
    });
  }

  test('is clean when the packages are erased, and keeps what an administrator has changed', async () => {
    await rpmIn(installed, '-e', 'microshift-gateway-api', 'microshift-gateway-api-release-info');
    assert.ok(!(await isThere(installed, TREE)));
    assert.ok(!(await isThere(installed, CHECK)));
    await rpmIn(installed, '-e', 'microshift-optional');
    for (const name of [
      `usr/lib/systemd/system/${UNIT}`,
      `usr/lib/systemd/system/microshift.service.wants`,
      'usr/libexec/microshift-optional',
      'usr/share/licenses/microshift-optional',
    ]) {
      assert.ok(!(await isThere(installed, name)), name);
    }
    assert.match(
      await readFile(path.join(installed, 'etc/microshift-optional.conf.rpmsave'), 'utf8'),
      /^DEADLINE=soon$/m,
    );
  });
});

async function programVersion(): Promise<string> {
  const file = path.resolve(import.meta.dirname, '../../package.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

/** Packages as MicroShift builds them: the same names and places, other files. */
async function buildMicroshiftsOwn(work: string): Promise<string[]> {
  const top = path.join(work, 'own');
  await mkdir(top);
  const spec = path.join(top, 'own.spec');
  await writeFile(
    spec,
    `%global debug_package %{nil}
Name: microshift-gateway-api
Version: ${OLD_VERSION}
Release: 202601010000.p0
Summary: The package of that name
License: Apache-2.0
BuildArch: noarch
%description
x
%package release-info
Summary: x
%description release-info
x
%install
mkdir -p %{buildroot}${TREE} %{buildroot}/usr/share/microshift/release
echo 'resources: [01-old.yaml]' > %{buildroot}${TREE}/kustomization.yaml
echo 'old' > %{buildroot}${TREE}/01-old.yaml
echo '{}' > %{buildroot}/usr/share/microshift/release/release-gateway-api-x86_64.json
%files
%dir ${TREE}
${TREE}/*
%files release-info
/usr/share/microshift/release/*.json
`,
  );
  await execa('rpmbuild', ['-bb', '--define', `_topdir ${top}`, spec]);
  const directory = path.join(top, 'RPMS/noarch');
  return (await readdir(directory)).map((name) => path.join(directory, name));
}
