import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { formatSpec, specOfBuild } from '../../../src/release/spec.ts';

const COMPONENT = {
  name: 'bright-lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.0.0-rc.1',
  summary: 'Lamps for MicroShift.',
};
const SPEC = formatSpec(COMPONENT, ['kustomization.yaml', 'microshift-optional.plan.json']);

describe('formatSpec', () => {
  it('orders a pre-release before its release', () => {
    assert.match(SPEC, /^Version: .*:1\.0\.0~rc\.1\}$/m);
  });

  it('has no full stop in the summary, and one in the description', () => {
    assert.match(SPEC, /^Summary: +Lamps for MicroShift$/m);
    assert.match(SPEC, /^%description\nLamps for MicroShift\.\n/m);
  });

  it('owns the directory of the tree, but not those above', () => {
    const tree = '/usr/lib/microshift/manifests.d/010-microshift-lamp';
    assert.ok(SPEC.includes(`\n%files\n%dir ${tree}\n${tree}/*\n`));
  });
});

test('the greenboot check is a program of root, and no configuration', () => {
  const directory = '/etc/greenboot/check/required.d';
  const check = '39_microshift_optional_bright_lamp.sh';
  const lines = SPEC.split('\n');
  assert.ok(lines.includes(`install -p -m 755 rpm/${check} %{buildroot}${directory}/`));
  assert.ok(lines.includes(`${directory}/${check}`));
});

describe('formatSpec for a tree with files of architectures', () => {
  const installOf = (...files: string[]): string[] => {
    const spec = formatSpec(COMPONENT, files);
    const lines = spec.split('\n');
    return lines.slice(
      lines.findIndex((line) => line.startsWith('install -p')) + 1,
      lines.findIndex((line) => line.endsWith('/required.d')),
    );
  };
  const DIRECTORY = '%{buildroot}/usr/lib/microshift/manifests.d/010-microshift-lamp';
  const CLEAN = 'rm -f kustomization.*.yaml microshift-optional.plan.*.json )';

  it('does nothing more where there are none', () => {
    assert.deepEqual(installOf('kustomization.yaml'), []);
    assert.doesNotMatch(SPEC, /%ifarch/);
  });

  it('appends the kustomization of the architecture, and takes its compiled tree', () => {
    const files = ['x86_64', 'aarch64'].flatMap((architecture) => [
      `kustomization.${architecture}.yaml`,
      `microshift-optional.plan.${architecture}.json`,
    ]);
    assert.deepEqual(installOf(...files), [
      `( cd ${DIRECTORY}`,
      '%ifarch x86_64',
      'cat kustomization.x86_64.yaml >> kustomization.yaml',
      'mv microshift-optional.plan.x86_64.json microshift-optional.plan.json',
      '%endif',
      '%ifarch aarch64',
      'cat kustomization.aarch64.yaml >> kustomization.yaml',
      'mv microshift-optional.plan.aarch64.json microshift-optional.plan.json',
      '%endif',
      CLEAN,
    ]);
  });

  it('removes the compiled tree of the plain kustomization where there is no other', () => {
    assert.deepEqual(installOf('kustomization.aarch64.yaml'), [
      `( cd ${DIRECTORY}`,
      '%ifarch aarch64',
      'cat kustomization.aarch64.yaml >> kustomization.yaml',
      'rm -f microshift-optional.plan.json',
      '%endif',
      CLEAN,
    ]);
  });
});

describe('specOfBuild', () => {
  it('puts the values of the build before the spec file', () => {
    const values = { version: '1', release: '2', microshiftVersion: undefined };
    assert.equal(
      specOfBuild('Name: a\n', values),
      '%global component_version 1\n%global component_release 2\nName: a\n',
    );
    assert.match(
      specOfBuild('Name: a\n', { ...values, microshiftVersion: '4.20.0' }),
      /^%global microshift_version 4\.20\.0$/m,
    );
  });
});
