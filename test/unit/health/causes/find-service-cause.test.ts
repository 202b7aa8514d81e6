import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import { findServiceCause } from '../../../../src/health/causes/find-service-cause.ts';
import { statusError } from '../../cluster/support/errors.ts';
import { fakeClient } from '../../cluster/support/fake-client.ts';

type Fields = Record<string, unknown>;

/** Answers lists by the kind that is asked for; what is not given is refused. */
const found = (answers: Record<string, Fields[]>) =>
  findServiceCause(
    fakeClient({
      answer: ({ path }: ApiRequest) => {
        const items = answers[/\/(\w+)\?/.exec(path)?.[1] ?? ''];
        if (items === undefined) throw statusError(403, { reason: 'Forbidden', message: 'no' });
        return { items };
      },
    }),
    { namespace: 'shop', name: 'lamp' },
  );

const services = [{ spec: { selector: { app: 'lamp' } } }];
const owner = (kind: string, uid: string): Fields => ({
  ownerReferences: [{ kind, name: uid, uid, controller: true }],
});
const pod = (reason: string, metadata: Fields = {}): Fields => ({
  metadata: { name: 'lamp-1', uid: 'p', ...metadata },
  status: { containerStatuses: [{ name: 'main', state: { waiting: { reason } } }] },
});
const revision = (value: number): Fields => ({
  annotations: { 'deployment.kubernetes.io/revision': String(value) },
});

describe('findServiceCause', () => {
  it('tells that there is no Service', async () => {
    assert.equal((await found({ services: [] }))?.name, 'ServiceMissing');
  });
  it('tells that it selects nothing', async () => {
    assert.equal((await found({ services, pods: [] }))?.name, 'NoPodSelected');
  });
  it('tells what is wrong with the pods', async () => {
    const cause = await found({ services, pods: [pod('ErrImagePull')], events: [] });
    assert.deepEqual(cause?.links, [
      'Service shop/lamp',
      'Pod shop/lamp-1',
      'container main: ErrImagePull',
    ]);
  });
  it('knows nothing of a Service whose endpoints another writes, nor where it may not read', async () => {
    assert.equal(await found({ services: [{ spec: {} }] }), undefined);
    assert.equal(await found({}), undefined);
  });

  const replicaSet = {
    metadata: { name: 'r', uid: 'r', ...owner('Deployment', 'd'), ...revision(1) },
  };
  const deployment = (at: number, observedGeneration = 2): Fields => ({
    metadata: { uid: 'd', generation: 2, ...revision(at) },
    status: { observedGeneration },
  });
  const statefulSet = (updateRevision: string): Fields => ({
    metadata: { generation: 1 },
    status: { observedGeneration: 1, updateRevision },
  });
  const ofSet = { labels: { 'controller-revision-hash': 'a' }, ...owner('StatefulSet', 's') };
  const ofReplicaSet = owner('ReplicaSet', 'r');
  const table: [name: string, metadata: Fields, owners: Record<string, Fields[]>, string][] = [
    ['of a pod of its own', {}, {}, 'certain'],
    ['of a pod of a Job', owner('Job', 'j'), {}, 'certain'],
    ['of a pod of a ReplicaSet of its own', ofReplicaSet, { replicasets: [{}] }, 'certain'],
    [
      'of a pod of the newest ReplicaSet',
      ofReplicaSet,
      { replicasets: [replicaSet], deployments: [deployment(1)] },
      'certain',
    ],
    [
      'of a pod whose ReplicaSet is being replaced',
      ofReplicaSet,
      { replicasets: [replicaSet], deployments: [deployment(2)] },
      'bad',
    ],
    [
      'of a pod whose Deployment has not been looked at since it changed',
      ofReplicaSet,
      { replicasets: [replicaSet], deployments: [deployment(1, 1)] },
      'bad',
    ],
    ['of a pod whose owner may not be read', ofReplicaSet, {}, 'bad'],
    ['of a pod of a StatefulSet', ofSet, { statefulsets: [statefulSet('a')] }, 'certain'],
    ['of a pod that its StatefulSet replaces', ofSet, { statefulsets: [statefulSet('b')] }, 'bad'],
    ['of a pod that something unknown has made', owner('Kiln', 'k'), {}, 'bad'],
  ];
  for (const [name, metadata, owners, outcome] of table) {
    it(`is ${outcome === 'certain' ? '' : 'not '}certain ${name}`, async () => {
      const pods = [pod('InvalidImageName', metadata)];
      const cause = await found({ services, pods, events: [], ...owners });
      assert.deepEqual([cause?.name, cause?.outcome], ['InvalidImageName', outcome]);
    });
  }

  it('tells of the new pod where an old one would be certain', async () => {
    const pods = [pod('InvalidImageName', ofReplicaSet), pod('ErrImagePull', { name: 'new' })];
    const cause = await found({ services, pods, events: [], replicasets: [], deployments: [] });
    assert.equal(cause?.links[1], 'Pod shop/new');
  });
});
