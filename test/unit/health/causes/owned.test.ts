import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCurrent, newestReplicaSet, ownedBy } from '../../../../src/health/causes/owned.ts';

const ANNOTATION = 'deployment.kubernetes.io/revision';
const owned = (uid: string, name: string, revision?: string, controller = true) => ({
  metadata: {
    name,
    ownerReferences: [{ uid, controller }],
    annotations: revision === undefined ? {} : { [ANNOTATION]: revision },
  },
});
const deployment = (revision: string) => ({
  metadata: { uid: 'd', annotations: { [ANNOTATION]: revision } },
});

describe('ownedBy', () => {
  it('leaves out what another controls, or nobody', () => {
    const [mine, other] = [owned('a', 'mine'), owned('b', 'other')];
    assert.deepEqual(ownedBy('a', [mine, other, owned('a', 'x', '1', false), {}]), [mine]);
  });
});

describe('newestReplicaSet', () => {
  const [second, tenth] = [owned('d', 'two', '2'), owned('d', 'ten', '10')];
  it('goes by the number of the revision', () => {
    assert.equal(newestReplicaSet(deployment('10'), [tenth, second]), tenth);
    assert.equal(newestReplicaSet(deployment('10'), [second, tenth]), tenth);
  });
  it('takes none that is of an older revision, or of another Deployment', () => {
    assert.equal(newestReplicaSet(deployment('3'), [second]), undefined);
    assert.equal(newestReplicaSet(deployment('1'), [owned('x', 'other', '9')]), undefined);
    assert.equal(newestReplicaSet(deployment('1'), []), undefined);
  });
});

describe('isCurrent', () => {
  const hash = (revision: string) => ({
    metadata: { labels: { 'controller-revision-hash': revision } },
  });
  const table: [string, object, object, boolean][] = [
    ['StatefulSet', { status: { updateRevision: 'b' } }, hash('b'), true],
    ['StatefulSet', { status: { updateRevision: 'b' } }, hash('a'), false],
    ['StatefulSet', { status: {} }, {}, false],
    [
      'DaemonSet',
      { status: { updatedNumberScheduled: 2, desiredNumberScheduled: 2 } },
      hash('a'),
      true,
    ],
    [
      'DaemonSet',
      { status: { updatedNumberScheduled: 1, desiredNumberScheduled: 2 } },
      hash('a'),
      false,
    ],
    ['Job', {}, {}, true],
    ['Deployment', {}, {}, true],
  ];
  for (const [kind, workload, pod, expected] of table) {
    it(`${expected ? 'is sure' : 'is not sure'} of ${kind} ${JSON.stringify(workload)}`, () =>
      assert.equal(isCurrent(kind, workload, pod), expected));
  }
});
