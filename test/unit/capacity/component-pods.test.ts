import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { belongsTo, podFacts } from '../../../src/capacity/component-pods.ts';
import type { Owner } from '../../../src/removal/owners.ts';

const owner = (kind: string, name: string, apiVersion = 'apps/v1'): Owner => ({
  apiVersion,
  kind,
  name,
  namespace: 'shop',
  uid: `${kind} ${name}`,
});
const facts = (...owners: Owner[]) => {
  const metadata = { namespace: 'shop', name: 'pod', ownerReferences: owners };
  return podFacts({ metadata }) ?? assert.fail();
};

/** Who owns whom. */
const ABOVE: Record<string, Owner[]> = {
  'ReplicaSet web-1': [owner('Deployment', 'web')],
  'ReplicaSet istiod-1': [owner('Deployment', 'istiod')],
  'Deployment istiod': [owner('Mesh', 'default', 'mesh.io/v1')],
  'Mesh default': [],
  'ReplicaSet turn': [owner('ReplicaSet', 'round')],
  'ReplicaSet round': [owner('ReplicaSet', 'turn')],
};
const above = async ({ uid }: Owner): Promise<Owner[]> => ABOVE[uid] ?? [];

describe('belongsTo', () => {
  const cases: [what: string, owners: Owner[], wanted: string[], expected: boolean][] = [
    ['a pod of a Deployment', [owner('ReplicaSet', 'web-1')], ['Deployment.apps/shop/web'], true],
    ['another Deployment', [owner('ReplicaSet', 'web-1')], ['Deployment.apps/shop/other'], false],
    ['its name elsewhere', [owner('ReplicaSet', 'web-1')], ['Deployment.apps/other/web'], false],
    ['the pod itself', [], ['Pod./shop/pod'], true],
    ['a pod of nobody', [], ['Deployment.apps/shop/web'], false],
    [
      'what an operator made for an object without a namespace',
      [owner('ReplicaSet', 'istiod-1')],
      ['Mesh.mesh.io//default'],
      true,
    ],
    ['a direct owner', [owner('DaemonSet', 'agent')], ['DaemonSet.apps/shop/agent'], true],
    ['owners in a circle', [owner('ReplicaSet', 'turn')], ['Deployment.apps/shop/web'], false],
  ];
  for (const [what, owners, wanted, expected] of cases) {
    it(what, async () => {
      assert.equal(await belongsTo(facts(...owners), new Set(wanted), above), expected);
    });
  }
});

describe('podFacts', () => {
  it('leaves out what has ended', () => {
    for (const phase of ['Succeeded', 'Failed']) {
      assert.equal(podFacts({ status: { phase } }), undefined);
    }
    assert.ok(podFacts({ status: { phase: 'Pending' } }));
  });
});
