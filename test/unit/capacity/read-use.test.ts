import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readUse } from '../../../src/capacity/read-use.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { METADATA } from '../../../src/cluster/get-json.ts';
import { readPartially, readWhole } from '../../../src/cluster/partial-reads.ts';
import type { ServedKind } from '../../../src/cluster/served-kind.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const MI = 2 ** 20;

const served = (
  apiVersion: string,
  kind: string,
  plural: string,
  namespaced = true,
): ServedKind => ({
  group: apiVersion.split('/').length > 1 ? (apiVersion.split('/')[0] ?? '') : '',
  apiVersion,
  kind,
  plural,
  namespaced,
  verbs: ['get', 'list'],
});
const KINDS = [served('v1', 'Pod', 'pods'), served('apps/v1', 'ReplicaSet', 'replicasets')];
const METRICS = [
  served('metrics.k8s.io/v1beta1', 'PodMetrics', 'pods'),
  served('metrics.k8s.io/v1beta1', 'NodeMetrics', 'nodes', false),
];

function pod(name: string, replicaSet: string, rest: object = {}, namespace = 'shop'): object {
  const requests = { cpu: '100m', memory: '64Mi' };
  const reference = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: replicaSet,
    uid: replicaSet,
  };
  return {
    metadata: { namespace, name, ownerReferences: [reference] },
    spec: { nodeName: 'n', containers: [{ resources: { requests } }] },
    status: { phase: 'Running' },
    ...rest,
  };
}

const ANSWERS: Record<string, unknown> = {
  '/api/v1/nodes': { items: [{ status: { allocatable: { cpu: '2', memory: '4Gi' } } }] },
  '/api/v1/pods': {
    items: [
      pod('web-1', 'web-x'),
      pod('web-2', 'web-x', { spec: { containers: [{ resources: { requests: { cpu: 1 } } }] } }),
      pod('web-0', 'web-x', { status: { phase: 'Succeeded' } }),
      pod('other', 'other-x'),
      pod('far', 'web-x', {}, 'elsewhere'),
    ],
  },
  '/apis/apps/v1/namespaces/shop/replicasets/web-x': {
    metadata: {
      namespace: 'shop',
      uid: 'web-x',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd' }],
    },
  },
  // Of the same name, but another one.
  '/apis/apps/v1/namespaces/shop/replicasets/other-x': {
    metadata: {
      namespace: 'shop',
      uid: 'new',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'd' }],
    },
  },
  '/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods': {
    items: [
      {
        metadata: { namespace: 'shop', name: 'web-1' },
        containers: [
          { name: 'a', usage: { cpu: '4000000n', memory: '1024Ki' } },
          { name: 'b', usage: { cpu: '1m', memory: '1Mi' } },
        ],
      },
      { metadata: { namespace: 'shop', name: 'other' }, containers: [{ usage: { cpu: '5' } }] },
    ],
  },
  '/apis/metrics.k8s.io/v1beta1/nodes': {
    items: [{ metadata: { name: 'n' }, usage: { cpu: '340m', memory: '2Gi' } }],
  },
};

const COMPONENTS = new Map([
  ['shop', new Set(['Deployment.apps/shop/web'])],
  ['idle', new Set(['ConfigMap./shop/settings'])],
]);

function cluster(changes: Record<string, unknown> = {}) {
  const answers: Record<string, unknown> = { ...ANSWERS, ...changes };
  return fakeClient({
    answer: ({ path }: ApiRequest) => {
      const found = answers[path.split('?')[0] ?? ''];
      if (found instanceof Error) throw found;
      if (found === undefined) throw notFound();
      return found;
    },
  });
}

describe('readUse', () => {
  it('counts the pods of each component, and of all', async () => {
    const client = cluster();
    const { nodes, components } = await readUse(client, COMPONENTS, KINDS, readWhole);
    assert.deepEqual(
      [...components],
      [['shop', { pods: 2, requests: { cpu: 1.1, memory: 64 * MI } }]],
    );
    // Of those that have a node.
    assert.deepEqual(nodes, {
      allocatable: { cpu: 2, memory: 4096 * MI },
      requests: { cpu: 0.1 + 0.1 + 0.1, memory: 192 * MI },
    });
    const ofOwners = client.requests.filter(({ path }) => path.includes('replicasets'));
    assert.deepEqual(
      ofOwners.map(({ accept }) => accept),
      [METADATA, METADATA],
    );
  });

  it('says what is used where that is measured', async () => {
    const kinds = [...KINDS, ...METRICS];
    const { nodes, components } = await readUse(cluster(), COMPONENTS, kinds, readWhole);
    assert.deepEqual(components.get('shop')?.uses, { cpu: 0.004 + 0.001, memory: 2 * MI });
    assert.deepEqual(nodes?.uses, { cpu: 0.34, memory: 2048 * MI });
  });

  for (const [what, found] of [
    ['does not answer', statusError(503)],
    ['has nothing yet', { items: [] }],
    ['answers nonsense', 'no JSON'],
    ['answers something else', { items: {} }],
  ] as const) {
    it(`says nothing of use where who measures ${what}`, async () => {
      const changes = Object.fromEntries(
        Object.keys(ANSWERS)
          .filter((path) => path.includes('metrics.k8s.io'))
          .map((path) => [path, found]),
      );
      const kinds = [...KINDS, ...METRICS];
      const { nodes, components } = await readUse(cluster(changes), COMPONENTS, kinds, readWhole);
      assert.deepEqual([nodes?.uses, components.get('shop')?.uses], [undefined, undefined]);
      assert.equal(components.get('shop')?.pods, 2);
    });
  }

  it('says what it may read', async () => {
    const use = (path: string) => {
      const { client, part } = readPartially(cluster({ [path]: statusError(403) }), () => 60_000);
      return readUse(client, COMPONENTS, KINDS, part);
    };
    const withoutNodes = await use('/api/v1/nodes');
    assert.deepEqual([withoutNodes.nodes, withoutNodes.components.size], [undefined, 1]);
    const withoutPods = await use('/api/v1/pods');
    assert.deepEqual([withoutPods.nodes, withoutPods.components.size], [undefined, 0]);
    const withoutOwners = await use('/apis/apps/v1/namespaces/shop/replicasets/web-x');
    assert.deepEqual([withoutOwners.nodes?.allocatable.cpu, withoutOwners.components.size], [2, 0]);
  });
});
