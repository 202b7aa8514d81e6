import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { foreignObjects, residentOf } from '../../../src/removal/foreign-objects.ts';
import { object } from '../support/objects.ts';

/** A resident from `apiVersion kind name` whose uid is its name; owners by their uids. */
function resident(identity: string, owners: string[] = [], metadata: object = {}) {
  const id = { ...objectId(object(identity)), namespace: 'shop' };
  const ownerReferences = owners.map((uid) => ({
    apiVersion: 'v1',
    kind: 'Some',
    name: uid,
    uid,
  }));
  return residentOf(id, {
    metadata: { uid: id.name, namespace: 'shop', ownerReferences, ...metadata },
  });
}

const deletionTimestamp = '2026-01-01T00:00:00Z';

describe('foreignObjects', () => {
  const cases: { name: string; residents: ReturnType<typeof resident>[]; expected: string[] }[] = [
    {
      name: "counts a user's objects",
      residents: [resident('v1 ConfigMap mine'), resident('v1 ServiceAccount mine-too')],
      expected: ['ConfigMap shop/mine', 'ServiceAccount shop/mine-too'],
    },
    {
      name: 'not what is in every namespace',
      residents: [
        resident('v1 ServiceAccount default'),
        resident('v1 ConfigMap kube-root-ca.crt'),
        resident('v1 ConfigMap openshift-service-ca.crt'),
      ],
      expected: [],
    },
    {
      name: 'but objects of those names of other kinds',
      residents: [resident('v1 Secret default'), resident('v1 Secret kube-root-ca.crt')],
      expected: ['Secret shop/default', 'Secret shop/kube-root-ca.crt'],
    },
    {
      name: 'not what holds nothing of its own',
      residents: [
        resident('v1 Event e'),
        resident('events.k8s.io/v1 Event e2'),
        resident('v1 Endpoints web'),
        resident('discovery.k8s.io/v1 EndpointSlice web-1'),
        resident('coordination.k8s.io/v1 Lease leader'),
        resident('v1 ConfigMap leader', [], {
          annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' },
        }),
        resident('v1 Secret token', [], {
          annotations: { 'kubernetes.io/service-account.uid': 'u' },
        }),
      ],
      expected: [],
    },
    {
      name: 'not what is being deleted, nor what that owns',
      residents: [
        resident('apps/v1 ReplicaSet going', [], { deletionTimestamp }),
        resident('v1 Pod pod', ['going']),
      ],
      expected: [],
    },
    {
      name: 'not what has lost its owner, through any number of owners',
      residents: [
        resident('apps/v1 ReplicaSet orphan', ['lost']),
        resident('v1 Pod pod', ['orphan']),
      ],
      expected: [],
    },
    {
      name: 'what a remaining object owns',
      residents: [
        resident('apps/v1 Deployment web'),
        resident('apps/v1 ReplicaSet web-1', ['web']),
      ],
      expected: ['Deployment shop/web', 'ReplicaSet shop/web-1'],
    },
    {
      name: 'what an owner outside of the namespace keeps',
      residents: [resident('v1 Secret kept', ['there'])],
      expected: ['Secret shop/kept'],
    },
    {
      name: 'what one of two owners keeps',
      residents: [resident('v1 Secret kept', ['lost', 'there'])],
      expected: ['Secret shop/kept'],
    },
    {
      name: 'not what only owns itself, in a circle',
      residents: [resident('v1 Secret a', ['b']), resident('v1 Secret b', ['a'])],
      expected: [],
    },
  ];
  for (const { name, residents, expected } of cases) {
    it(name, () => {
      const found = foreignObjects(residents, (uid) => uid === 'there');
      assert.deepEqual(
        found.map(({ id }) => displayObject(id)),
        expected,
      );
    });
  }
});
