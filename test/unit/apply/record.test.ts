import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Before } from '../../../src/apply/before.ts';
import type { Outcome } from '../../../src/apply/outcome.ts';
import { recordIntent, recordOutcomes } from '../../../src/apply/record.ts';
import type { StaleObjects } from '../../../src/apply/stale-objects.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { INTENT, entryOf } from '../../../src/inventory/inventory.ts';
import type { Inventory, InventoryEntry } from '../../../src/inventory/inventory.ts';
import { listInventories } from '../../../src/inventory/inventory-store.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import type { Kept, RemovalOutcome } from '../../../src/removal/outcome.ts';
import type { Removable } from '../../../src/removal/removable.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { object } from '../support/objects.ts';
import { fakeServer } from './support/fake-server.ts';
import { tree as releasedTree } from './support/releases.ts';
import { node, state } from './support/nodes.ts';

const [a, b] = [object('v1 ConfigMap shop/a'), object('v1 ConfigMap shop/b')];
const [keyA, keyB] = [node(a).key, node(b).key];
const entryA = entryOf(node(a).manifest.digest, state());
const TREES = [releasedTree({ version: '2' })];
const RULE = {
  what: 'lamp',
  version: '1.0.0',
  source: 'api',
  domain: 'example.com',
  versions: '>=2',
  because: 'it flickers',
  evidence: 'https://example.com/1',
};
const NOTHING_STALE: StaleObjects = new Map();
const NOW = { at: '2026-01-02T00:00:00Z', program: { version: '2', commit: 'b' } };
const EARLIER = { at: '2026-01-01T00:00:00Z', program: { version: '1', commit: 'a' } };
const complete = () => NOW;

function before(objects?: Iterable<[string, InventoryEntry]>): Before {
  const inventory = objects && {
    release: '1',
    cluster: 'c',
    objects: new Map(objects),
    retained: new Map([['kept', 'u']]),
    bundles: new Map(),
    incompatible: [],
  };
  return {
    cluster: 'c',
    states: new Map(),
    inventories: new Map(inventory === undefined ? [] : [['tree', inventory]]),
  };
}

function outcome(of: KubernetesObject, after?: ObjectState): Outcome {
  const done = after === undefined ? { action: 'failed' as const } : { state: after };
  return { node: node(of), action: 'created', ...done, readyAt: 0, doneAt: 1 };
}

/** What is recorded after `record`, and how often it wrote. */
async function recorded(record: (client: ReturnType<typeof fakeClient>) => Promise<void>) {
  const server = fakeServer();
  const client = fakeClient(server);
  await record(client);
  const inventory = (await listInventories(client)).get('tree');
  return { writes: server.written.length, inventory };
}

describe('recordIntent', () => {
  const intent = (found: Before, stale = NOTHING_STALE) =>
    recorded((client) =>
      recordIntent({ nodes: [node(a), node(b)] }, { client, trees: TREES, before: found, stale }),
    );

  it('adds what was never written, and keeps what is recorded', async () => {
    const { inventory } = await intent(
      before([
        [keyA, entryA],
        ['old', entryA],
      ]),
    );
    assert.deepEqual(inventory, {
      release: '1',
      cluster: 'c',
      objects: new Map([
        [keyB, INTENT],
        [keyA, entryA],
        ['old', entryA],
      ]),
      retained: new Map([['kept', 'u']]),
      bundles: new Map(),
      incompatible: [],
    } satisfies Inventory);
  });

  it('knows what is adopted by its uid, so that a run that is cut off leaves it to the next release', async () => {
    const adopting = [releasedTree({ version: '2', adopts: [node(a).id] })];
    const nodes = [node(a), node(b)];
    const states = new Map([keyA, keyB].map((key) => [key, state({ uid: 'there' })]));
    const intents = async (found: Before) => {
      const context = { trees: adopting, before: { ...found, states }, stale: NOTHING_STALE };
      const { inventory } = await recorded((client) =>
        recordIntent({ nodes }, { client, ...context }),
      );
      return [...(inventory?.objects ?? [])];
    };
    assert.deepEqual(await intents(before()), [
      [keyA, { ...INTENT, uid: 'there' }],
      [keyB, INTENT],
    ]);
    // With a record, whatever else has the name is of somebody else.
    assert.deepEqual(await intents(before([[keyB, entryA]])), [
      [keyA, INTENT],
      [keyB, entryA],
    ]);
  });

  it('records an object with each tree that has it', async () => {
    const both = { ...node(a), trees: ['tree', 'other'] };
    const server = fakeServer();
    const client = fakeClient(server);
    const trees = [...TREES, releasedTree({ name: 'other', version: '1' })];
    const context = { client, trees, before: before(), stale: NOTHING_STALE };
    await recordIntent({ nodes: [both] }, context);
    await recordOutcomes([{ ...outcome(a, state()), node: both }], [], { ...context, complete });
    const inventories = await listInventories(client);
    for (const name of ['tree', 'other']) {
      assert.deepEqual([...(inventories.get(name)?.objects ?? [])], [[keyA, entryA]]);
    }
  });

  it('keeps when the tree was complete', async () => {
    const found = before([[keyA, entryA]]);
    const inventory = found.inventories.get('tree');
    assert.ok(inventory);
    const { inventory: after } = await intent({
      ...found,
      inventories: new Map([['tree', { ...inventory, completion: EARLIER }]]),
    });
    assert.deepEqual(after?.completion, EARLIER);
  });

  it('records with each tree the form that it has itself, and what it brings and refuses', async () => {
    const older = object('v1 ConfigMap shop/a', { data: { x: 'older' } });
    const both = {
      ...node(a),
      trees: ['tree', 'other'],
      forms: new Map([
        ['tree', node(a).manifest],
        ['other', node(older).manifest],
      ]),
    };
    const client = fakeClient(fakeServer());
    const bundles = new Map([['example.com', 'v1.0.0']]);
    const trees = [...TREES, releasedTree({ name: 'other', bundles, incompatible: [RULE] })];
    const context = { client, trees, before: before(), stale: NOTHING_STALE };
    await recordOutcomes([{ ...outcome(a, state()), node: both }], [], { ...context, complete });
    const inventories = await listInventories(client);
    const entryOlder = entryOf(node(older).manifest.digest, state());
    assert.deepEqual(inventories.get('tree')?.objects.get(keyA), entryA);
    assert.deepEqual(inventories.get('other')?.objects.get(keyA), entryOlder);
    assert.deepEqual(inventories.get('other')?.bundles, bundles);
    assert.deepEqual(inventories.get('other')?.incompatible, [RULE]);
  });

  it('writes nothing where every object is recorded, changed or not', async () => {
    assert.equal(
      (
        await intent(
          before([
            [keyA, entryA],
            [keyB, INTENT],
          ]),
        )
      ).writes,
      0,
    );
    assert.equal((await intent(before())).writes, 1);
  });
});

describe('recordOutcomes', () => {
  const outcomes = (found: Before, ...all: Outcome[]) =>
    recorded((client) =>
      recordOutcomes(all, [], {
        client,
        trees: TREES,
        before: found,
        stale: NOTHING_STALE,
        complete,
      }),
    );

  it('records what was done, and the release once all of it is', async () => {
    const { inventory } = await outcomes(before([[keyA, INTENT]]), outcome(a, state()));
    assert.deepEqual([...(inventory?.objects ?? [])], [[keyA, entryA]]);
    assert.equal(inventory?.release, '2');
  });

  it('keeps the older release, and what was known, of what was not done', async () => {
    const found = before([[keyB, entryA]]);
    const { inventory } = await outcomes(found, outcome(a), outcome(b));
    assert.deepEqual(inventory?.objects.get(keyA), INTENT);
    assert.deepEqual(inventory?.objects.get(keyB), entryA);
    assert.equal(inventory?.release, '1');
  });

  const stale: StaleObjects = new Map([['tree', new Map([['old', 'u']])]]);
  const prunes: [RemovalOutcome['action'], Kept['because'] | undefined, string[], string[]][] = [
    ['deleted', undefined, [], []],
    ['absent', undefined, [], []],
    ['kept', 'replaced', [], []],
    ['kept', 'shared', [], []],
    ['kept', 'crd', [], ['old']],
    ['kept', 'data', [], ['old']],
    ['failed', undefined, ['old'], []],
    ['waiting', undefined, ['old'], []],
  ];
  for (const [action, because, left, retained] of prunes) {
    it(`of what was pruned, remembers what is left: ${action} ${because ?? ''}`, async () => {
      const removable = { key: 'old', tree: 'tree', uid: 'u' } as Removable;
      const kept = because && { because, reason: '' };
      const pruned = { removable, action, ...(kept ? { kept } : {}), readyAt: 0, doneAt: 1 };
      const { inventory } = await recorded((client) =>
        recordOutcomes([], [pruned], {
          client,
          trees: TREES,
          before: before([['old', { ...INTENT, uid: 'u' }]]),
          stale,
          complete,
        }),
      );
      assert.deepEqual([...(inventory?.objects.keys() ?? [])], left);
      assert.deepEqual([...(inventory?.retained.keys() ?? [])], ['kept', ...retained].toSorted());
    });
  }

  it('writes nothing where nothing has changed', async () => {
    const known = before([[keyA, entryA]]);
    const inventory = known.inventories.get('tree');
    assert.ok(inventory);
    const same = (more = {}): Before => ({
      ...known,
      inventories: new Map([['tree', { ...inventory, release: '2', ...more }]]),
    });
    assert.equal((await outcomes(same(), outcome(a, state()))).writes, 0);
    const changed = outcome(a, state({ resourceVersion: '6' }));
    assert.equal((await outcomes(same(), changed)).writes, 1);
    // A warm boot is no reason to write, though it is another time.
    assert.equal((await outcomes(same({ completion: EARLIER }), outcome(a, state()))).writes, 0);
  });

  it('records when a tree was complete, and keeps that while it is not', async () => {
    const found = before([[keyA, INTENT]]);
    const inventory = found.inventories.get('tree');
    assert.ok(inventory);
    const earlier = {
      ...found,
      inventories: new Map([['tree', { ...inventory, completion: EARLIER }]]),
    };
    const done = await outcomes(earlier, outcome(a, state()));
    assert.deepEqual(done.inventory?.completion, NOW);
    const half = await outcomes(earlier, outcome(a, state()), outcome(b));
    assert.deepEqual(half.inventory?.completion, EARLIER);
    const never = await outcomes(found, outcome(a));
    assert.equal(never.inventory?.completion, undefined);
  });
});
