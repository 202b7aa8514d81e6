import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatSpec, specOfBuild } from '../../../src/package/spec.ts';

const SPEC = formatSpec({
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.0.0-rc.1',
  summary: 'Lamps for MicroShift.',
});

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
    assert.ok(SPEC.includes(`\n%files\n%dir ${tree}\n${tree}/*\n\n%files release-info\n`));
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
