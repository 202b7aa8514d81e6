import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkObjectsTwice, checkServedGroups } from '../../../../src/verify/checks/objects.ts';
import { from, object } from '../../support/objects.ts';
import { found, shownFinding, verified } from '../support/verified.ts';

describe('checkObjectsTwice', () => {
  it('takes objects that differ in group, kind, namespace or name', () => {
    const objects = [
      object('v1 Service shop/a'),
      object('v1 Service shop/b'),
      object('v1 Service other/a'),
      object('v1 Secret shop/a'),
      object('example.com/v1 Service shop/a'),
    ];
    assert.deepEqual(found(checkObjectsTwice, ...objects), []);
  });

  it('names both files of an object, whatever its version', () => {
    const release = {
      ...verified(),
      objects: [
        ...from('a.yaml', object('example.com/v1 Lamp shop/a')),
        ...from('b.yaml', object('example.com/v2 Lamp shop/a')),
      ],
    };
    const findings = checkObjectsTwice(release);
    assert.deepEqual(findings.map(shownFinding), [
      'error object-twice Lamp.example.com shop/a: stands in a.yaml as well',
    ]);
    assert.equal(findings[0]?.at?.file, 'b.yaml');
  });
});

describe('checkServedGroups', () => {
  it('refuses what MicroShift could never serve', () => {
    const objects = [
      object('v1 Service shop/a'),
      object('monitoring.coreos.com/v1 ServiceMonitor shop/a'),
    ];
    assert.deepEqual(found(checkServedGroups, ...objects), [
      'error kind-unserved ServiceMonitor.monitoring.coreos.com shop/a: could never be applied: MicroShift has no Prometheus operator',
    ]);
  });
});
