import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isRecorded, readInventory, recordOutcomes } from '../../../src/apply/inventory.ts';
import type { Outcome } from '../../../src/apply/outcome.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { notFound, statusError } from '../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { object } from '../support/objects.ts';
import { fakeServer } from './support/fake-server.ts';
import { node, state } from './support/nodes.ts';

const CONFIG_MAPS = '/api/v1/namespaces/kube-system/configmaps';
const NONE = { entries: new Map(), stored: new Map() };
const a = object('v1 ConfigMap shop/a', { data: { key: 'value' } });

function outcome(of: KubernetesObject, after?: ObjectState, tree = 'tree'): Outcome {
  const done = after === undefined ? { action: 'failed' as const } : { state: after };
  return { node: node(of, tree), action: 'created', ...done, readyAt: 0, doneAt: 1 };
}

/** What is recorded of `a` in this state, read back. */
async function recorded(after: ObjectState) {
  const client = fakeClient(fakeServer());
  await recordOutcomes(client, [outcome(a, after)], NONE);
  return readInventory(client, ['tree']);
}

describe('isRecorded', () => {
  const generation = state({ generation: 2 });
  const version = state({ generation: 0 });
  const changed = object('v1 ConfigMap shop/a', { data: { key: 'other' } });
  const other = object('v1 ConfigMap shop/b', { data: { key: 'value' } });
  type Row = [string, boolean, ObjectState, ObjectState, KubernetesObject?];
  const table: Row[] = [
    ['the same state', true, generation, generation],
    ['a status written since', true, generation, { ...generation, resourceVersion: '6' }],
    ['a spec written since', false, generation, { ...generation, generation: 3 }],
    ['a generation of an older time', false, generation, { ...generation, generation: 1 }],
    ['the same version of a kind without generations', true, version, version],
    ['any write to such a kind', false, version, { ...version, resourceVersion: '6' }],
    ['made anew with the same generation', false, generation, { ...generation, uid: 'v' }],
    ['being deleted', false, generation, { ...generation, deleting: true }],
    ['another manifest', false, generation, generation, changed],
    ['another object', false, generation, generation, other],
  ];
  for (const [name, expected, before, now, manifest = a] of table) {
    it(`${expected}: ${name}`, async () => {
      assert.equal(isRecorded(await recorded(before), node(manifest).key, manifest, now), expected);
    });
  }
});

describe('recordOutcomes', () => {
  it('writes a ConfigMap for each tree, with what was done of it', async () => {
    const server = fakeServer();
    const b = object('v1 ConfigMap shop/b');
    const outcomes = [outcome(b, state()), outcome(a, state()), outcome(a, state(), 'other')];
    await recordOutcomes(fakeClient(server), outcomes, NONE);
    const tree = server.objects.get(`${CONFIG_MAPS}/microshift-optional-tree`);
    const text = (tree as unknown as { data: Record<string, string> }).data['inventory.json'];
    const record = JSON.parse(text ?? '') as { version: number; objects: object };
    assert.equal(record.version, 1);
    assert.deepEqual(Object.keys(record.objects), ['ConfigMap./shop/a', 'ConfigMap./shop/b']);
    assert.deepEqual(server.written, [
      `${CONFIG_MAPS}/microshift-optional-tree`,
      `${CONFIG_MAPS}/microshift-optional-other`,
    ]);
  });

  it('leaves out what was not done', async () => {
    const client = fakeClient(fakeServer());
    await recordOutcomes(client, [outcome(a), outcome(object('v1 Secret b'), state())], NONE);
    const { entries } = await readInventory(client, ['tree']);
    assert.deepEqual([...entries.keys()], ['Secret.//b']);
  });

  it('writes nothing where nothing has changed', async () => {
    const server = fakeServer();
    const client = fakeClient(server);
    await recordOutcomes(client, [outcome(a, state())], NONE);
    const before = await readInventory(client, ['tree']);
    await recordOutcomes(client, [outcome(a, state())], before);
    assert.equal(server.written.length, 1);
    await recordOutcomes(client, [outcome(a, state({ resourceVersion: '6' }))], before);
    assert.equal(server.written.length, 2);
  });
});

describe('readInventory', () => {
  it('reads the record of each tree', async () => {
    const client = fakeClient({ answer: () => Promise.reject(notFound()) });
    const { entries, stored } = await readInventory(client, ['a', 'b']);
    assert.equal(entries.size + stored.size, 0);
    assert.deepEqual(requestLines(client), [
      `GET ${CONFIG_MAPS}/microshift-optional-a`,
      `GET ${CONFIG_MAPS}/microshift-optional-b`,
    ]);
  });

  const odd = ['UPPER', 'a_b', 'a.b', 'a b', '-a', 'a-', 'ä', '../../secrets/a', 'a'.repeat(64)];
  for (const tree of [...odd, 'a', '010-microshift-a', 'a'.repeat(63)]) {
    it(`has a name that the API server takes for the tree ${tree.slice(0, 20)}`, async () => {
      const client = fakeClient({ answer: () => Promise.reject(notFound()) });
      await readInventory(client, [tree]);
      const [request] = requestLines(client);
      assert.match(request ?? '', /\/configmaps\/microshift-optional-[a-z0-9][-a-z0-9]{0,62}$/);
      assert.equal(request?.endsWith(`-${tree}`), !odd.includes(tree));
    });
  }

  const entry = { digest: 'd', uid: 'u', state: 's' };
  const record = (value: unknown): object => ({
    data: { 'inventory.json': JSON.stringify(value) },
  });
  const unreadable: [string, unknown][] = [
    ['no data', {}],
    ['no text', { data: { 'inventory.json': 1 } }],
    ['no JSON', { data: { 'inventory.json': '{"version":1,' } }],
    ['no object', record([])],
    ['another version', record({ version: 2, objects: { a: entry } })],
    ['no objects', record({ version: 1 })],
    ['an entry without a digest', record({ version: 1, objects: { a: { ...entry, digest: 1 } } })],
    ['an entry that is none', record({ version: 1, objects: { a: null } })],
  ];
  for (const [name, stored] of unreadable) {
    it(`takes an unreadable record for none: ${name}`, async () => {
      const { entries } = await readInventory(fakeClient({ answer: () => stored }), ['tree']);
      assert.equal(entries.size, 0);
    });
  }

  it('does not take an error for absence', async () => {
    const refusal = statusError(403);
    const client = fakeClient({ answer: () => Promise.reject(refusal) });
    await assert.rejects(readInventory(client, ['tree']), refusal);
  });
});
