import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foretellPruning } from '../../../src/apply/foretell-pruning.ts';
import { pruneStale } from '../../../src/apply/prune-stale.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { INTENT } from '../../../src/inventory/inventory.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { objectKey, parseObjectKey } from '../../../src/manifest/object.ts';
import type { RemovalOutcome } from '../../../src/removal/outcome.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { inventory, storedInventory } from './support/releases.ts';

const INVENTORIES = '/api/v1/namespaces/kube-system/configmaps?';
const key = (kind: string, name: string, namespace = 'shop', group = ''): string =>
  objectKey({ group, kind, namespace, name });
const CONFIG = key('ConfigMap', 'a');

const CORE = {
  resources: [
    { kind: 'ConfigMap', name: 'configmaps', namespaced: true },
    { kind: 'Namespace', name: 'namespaces' },
    { kind: 'PersistentVolumeClaim', name: 'persistentvolumeclaims', namespaced: true },
  ],
};

/** An API server that has what is listed, by path, and the inventories of two trees. */
function server(objects: Record<string, string>, otherHas: string[] = []) {
  const live = new Map(Object.entries(objects));
  const deleted: string[] = [];
  const ofTree = (tree: string, keys: string[]): object =>
    storedInventory(tree, inventory(keys.map((each) => [each, INTENT])));
  return {
    deleted,
    answer: ({ method, path: full }: ApiRequest): object => {
      const [path = ''] = full.split('?');
      if (full.startsWith(INVENTORIES) && full.includes('labelSelector')) {
        return { items: [ofTree('tree', [CONFIG]), ofTree('other', otherHas)] };
      }
      if (path === '/api/v1') return CORE;
      const uid = live.get(path);
      if (method === 'DELETE' && uid !== undefined) {
        live.delete(path);
        deleted.push(path);
      }
      if (full.includes('fieldSelector')) return { metadata: { resourceVersion: '9' }, items: [] };
      if (uid === undefined) throw notFound();
      return { metadata: { name: path.split('/').at(-1), uid, resourceVersion: '1' } };
    },
  };
}

const actions = (outcomes: RemovalOutcome[]) =>
  Object.fromEntries(
    outcomes.map(({ removable, action, kept }) => [
      `${removable.id.kind} ${removable.id.name}`,
      kept === undefined ? action : `${action}: ${kept.because}`,
    ]),
  );

const CONFIGS = '/api/v1/namespaces/shop/configmaps';
const OBJECTS = {
  [`${CONFIGS}/a`]: 'u',
  [`${CONFIGS}/replaced`]: 'another',
  [`${CONFIGS}/shared`]: 'u',
  '/api/v1/namespaces/shop': 'u',
  '/api/v1/namespaces/shop/persistentvolumeclaims/data': 'u',
};
const STALE = new Map([
  [
    'tree',
    new Map(
      [
        CONFIG,
        key('ConfigMap', 'replaced'),
        key('ConfigMap', 'shared'),
        key('ConfigMap', 'absent'),
        key('Namespace', 'shop', ''),
        key('PersistentVolumeClaim', 'data'),
      ].map((each) => [each, 'u']),
    ),
  ],
]);
const EXPECTED = {
  'ConfigMap a': 'deleted',
  'ConfigMap replaced': 'kept: replaced',
  'ConfigMap shared': 'kept: shared',
  'ConfigMap absent': 'absent',
  'Namespace shop': 'kept: namespace',
  'PersistentVolumeClaim data': 'kept: data',
};
const SHARED = [key('ConfigMap', 'shared')];
const hooks = (told: RemovalOutcome[] = []) => ({
  clock: () => 1,
  moved: new Set<string>(),
  onOutcome: (outcome: RemovalOutcome) => void told.push(outcome),
});

describe('pruneStale', () => {
  it('deletes what is the recorded object, and nobody else’s', async () => {
    const fake = server(OBJECTS, SHARED);
    const told: RemovalOutcome[] = [];
    const outcomes = await pruneStale(fakeClient(fake), STALE, hooks(told));
    assert.deepEqual(actions(outcomes), EXPECTED);
    assert.deepEqual(fake.deleted, [`${CONFIGS}/a`]);
    assert.deepEqual(new Set(told), new Set(outcomes));
  });

  it('asks nothing where nothing is stale', async () => {
    const client = fakeClient(server({}));
    assert.deepEqual(await pruneStale(client, new Map([['tree', new Map()]]), hooks()), []);
    assert.deepEqual(client.requests, []);
  });

  it('has what a custom resource owns go after it only where the garbage collector knows it', async () => {
    const lamp = key('Lamp', 'a', 'shop', 'example.com');
    const path = '/apis/example.com/v1/namespaces/shop/lamps/a';
    for (const [moved, policy] of [
      [[], 'Foreground'],
      [['Lamp.example.com'], 'Background'],
    ] as const) {
      const fake = server({ [path]: 'u' });
      const client = fakeClient({
        answer: (request) => {
          if (request.path === '/apis/example.com') {
            return { versions: [{ groupVersion: 'example.com/v1' }] };
          }
          if (request.path === '/apis/example.com/v1') {
            return { resources: [{ kind: 'Lamp', name: 'lamps', namespaced: true }] };
          }
          return fake.answer(request);
        },
      });
      const stale = new Map([['tree', new Map([[lamp, 'u']])]]);
      // oxlint-disable-next-line no-await-in-loop -- two runs
      await pruneStale(client, stale, { ...hooks(), moved: new Set<string>(moved) });
      const deletion = client.requests.find(({ method }) => method === 'DELETE');
      assert.match(String(deletion?.body), new RegExp(`"propagationPolicy":"${policy}"`));
    }
  });

  const failures: [string, Error, string][] = [
    ['refuses to list the records', statusError(403), 'failed'],
    ['does not answer in time', new DeadlineError(1000), 'waiting'],
  ];
  for (const [name, error, action] of failures) {
    it(`deletes nothing, and says so, where the API server ${name}`, async () => {
      const told: RemovalOutcome[] = [];
      const client = fakeClient({
        answer: () => {
          throw error;
        },
      });
      const outcomes = await pruneStale(client, STALE, hooks(told));
      assert.deepEqual(new Set(outcomes.map((each) => each.action)), new Set([action]));
      assert.deepEqual(told, outcomes);
      assert.deepEqual(new Set(client.requests.map(({ method }) => method)), new Set(['GET']));
    });
  }
});

describe('foretellPruning', () => {
  it('says the same, and only reads', async () => {
    const fake = server(OBJECTS, SHARED);
    const client = fakeClient(fake);
    assert.deepEqual(actions(await foretellPruning(client, STALE, () => 1)), EXPECTED);
    assert.deepEqual(new Set(client.requests.map(({ method }) => method)), new Set(['GET']));
  });

  it('says which object could not be read', async () => {
    const client = fakeClient({
      answer: ({ path }) => {
        if (path.includes('labelSelector')) return { items: [] };
        throw statusError(403);
      },
    });
    const outcomes = await foretellPruning(client, STALE, () => 1);
    assert.deepEqual(new Set(outcomes.map(({ action }) => action)), new Set(['failed']));
  });

  it('keeps CRDs', async () => {
    const crd = 'CustomResourceDefinition';
    const crdKey = key(crd, 'lamps.example.com', '', 'apiextensions.k8s.io');
    const stale = new Map([['tree', new Map([[crdKey, 'u']])]]);
    const client = fakeClient({
      answer: ({ path }) => {
        if (path.includes('labelSelector')) return { items: [] };
        if (path === '/apis/apiextensions.k8s.io') {
          return { versions: [{ groupVersion: 'apiextensions.k8s.io/v1' }] };
        }
        if (path === '/apis/apiextensions.k8s.io/v1') {
          return { resources: [{ kind: crd, name: 'customresourcedefinitions' }] };
        }
        return { metadata: { name: parseObjectKey(crdKey).name, uid: 'u' } };
      },
    });
    assert.deepEqual(actions(await foretellPruning(client, stale, () => 1)), {
      [`${crd} lamps.example.com`]: 'kept: crd',
    });
  });
});
