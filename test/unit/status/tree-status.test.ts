import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Before } from '../../../src/apply/before.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { INTENT, entryOf } from '../../../src/inventory/inventory.ts';
import type { InventoryEntry } from '../../../src/inventory/inventory.ts';
import { bundleMarks } from '../../../src/manifest/bundle-mark.ts';
import { recordedStatus, treeStatus } from '../../../src/status/tree-status.ts';
import { node } from '../apply/support/nodes.ts';
import { inventory } from '../apply/support/releases.ts';
import { object } from '../support/objects.ts';

const state = (uid: string, fields: Partial<ObjectState> = {}): ObjectState => ({
  uid,
  generation: 1,
  resourceVersion: '1',
  deleting: false,
  ...fields,
});

test('a tree is compared with what is recorded and what is there', () => {
  const names = ['same', 'gone', 'changed', 'replaced', 'edited', 'begun', 'strange'];
  const nodes = names.map((name) => node(object(`v1 ConfigMap shop/${name}`)));
  const [same, gone, changed, replaced, edited, begun, strange] = nodes;
  const key = (each: (typeof nodes)[number] | undefined): string => each?.key ?? '';
  const digest = same?.manifest.digest ?? '';
  const entries: [string, InventoryEntry][] = [
    [key(same), entryOf(digest, state('1'))],
    [key(gone), entryOf(gone?.manifest.digest ?? '', state('2'))],
    [key(changed), entryOf(changed?.manifest.digest ?? '', state('3'))],
    [key(replaced), entryOf(replaced?.manifest.digest ?? '', state('4'))],
    [key(edited), entryOf('sha256:other', state('5'))],
    [key(begun), INTENT],
  ];
  const before: Before = {
    cluster: 'c',
    states: new Map([
      [key(same), state('1')],
      [key(changed), state('3', { generation: 2 })],
      [key(replaced), state('another')],
      [key(edited), state('5')],
      [key(begun), state('6')],
      [key(strange), state('7')],
    ]),
    inventories: new Map([['tree', inventory(entries, { release: '1' })]]),
  };
  const found = treeStatus({ name: 'tree', version: '2', directory: '/t' }, { nodes }, before);
  assert.deepEqual(found, {
    name: 'tree',
    version: '2',
    directory: '/t',
    applied: { release: '1', objects: 6 },
    missing: ['ConfigMap shop/gone'],
    changed: ['ConfigMap shop/changed', 'ConfigMap shop/replaced'],
    pending: ['ConfigMap shop/edited', 'ConfigMap shop/begun', 'ConfigMap shop/strange'],
  });
  const other = treeStatus({ name: 'other', directory: '/o' }, { nodes }, before);
  assert.deepEqual([other.applied, other.missing, other.pending], [undefined, [], []]);
});

test('of a tree whose package is gone, the record tells', () => {
  const objects = new Map([['a', INTENT]]);
  assert.deepEqual(recordedStatus('old', { release: '1', objects }).applied, {
    release: '1',
    objects: 1,
  });
});

test('what another tree has brought in a newer form is neither changed nor to be applied', () => {
  const of = (version: string) =>
    object('v1 ConfigMap shop/a', {
      metadata: { annotations: { 'example.com/bundle-version': version } },
    });
  const [older, newer] = [node(of('v1.0.0')), node(of('v2.0.0'))];
  const directory = '/t';
  const [first, second] = [state('1'), state('1', { generation: 2 })];
  const recorded = (each: typeof older, at: ObjectState) =>
    inventory([[each.key, entryOf(each.manifest.digest, at)]]);
  const pendingOf = (live: ObjectState, plan = { nodes: [older] }) => {
    const before = {
      cluster: 'c',
      states: new Map([[older.key, live]]),
      inventories: new Map([
        ['tree', recorded(older, first)],
        ['other', recorded(newer, second)],
      ]),
    };
    const { changed, pending } = treeStatus({ name: 'tree', directory }, plan, before);
    return { changed, pending };
  };
  const marks = (each: typeof older) => ({ marks: bundleMarks(each.manifest.outline) });
  const nothing = { changed: [], pending: [] };
  assert.deepEqual(pendingOf({ ...second, ...marks(newer) }), nothing);
  // In a plan of both, it is the form of the other one.
  const both = {
    ...newer,
    forms: new Map([
      ['tree', older.manifest],
      ['other', newer.manifest],
    ]),
  };
  assert.deepEqual(pendingOf({ ...second, ...marks(newer) }, { nodes: [both] }), nothing);
  assert.deepEqual(pendingOf(second), { changed: [], pending: ['ConfigMap shop/a'] });
  const edited = { ...second, generation: 3, ...marks(newer) };
  assert.deepEqual(pendingOf(edited), { changed: ['ConfigMap shop/a'], pending: [] });
});
