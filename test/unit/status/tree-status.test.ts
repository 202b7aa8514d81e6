import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Before } from '../../../src/apply/before.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { INTENT, entryOf } from '../../../src/inventory/inventory.ts';
import type { InventoryEntry } from '../../../src/inventory/inventory.ts';
import { bundleMarks } from '../../../src/manifest/bundle-mark.ts';
import {
  compareTree,
  recordOf,
  recordedStatus,
  treeStatus,
} from '../../../src/status/tree-status.ts';
import type { Comparison, TreeRecord } from '../../../src/status/tree-status.ts';
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

const names = ['same', 'gone', 'changed', 'replaced', 'edited', 'begun', 'strange'];
const nodes = names.map((name) => node(object(`v1 ConfigMap shop/${name}`, { data: { name } })));
const [same, gone, changed, replaced, edited, begun, strange] = nodes;
const key = (each: (typeof nodes)[number] | undefined): string => each?.key ?? '';
const digestOf = (each: (typeof nodes)[number] | undefined): string => each?.manifest.digest ?? '';
const ENTRIES: [string, InventoryEntry][] = [
  [key(same), entryOf(digestOf(same), state('1'))],
  [key(gone), entryOf(digestOf(gone), state('2'))],
  [key(changed), entryOf(digestOf(changed), state('3'))],
  [key(replaced), entryOf(digestOf(replaced), state('4'))],
  [key(edited), entryOf('sha256:other', state('5'))],
  [key(begun), INTENT],
];
const INVENTORY = inventory(ENTRIES, { release: '1', cluster: 'c' });
const BEFORE: Before = {
  cluster: 'c',
  states: new Map([
    [key(same), state('1')],
    [key(changed), state('3', { generation: 2 })],
    [key(replaced), state('another')],
    [key(edited), state('5')],
    [key(begun), state('6')],
    [key(strange), state('7')],
  ]),
  inventories: new Map([['tree', INVENTORY]]),
};

const shown = (found: Comparison): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(found).map(([what, each]) => [what, each.map(({ id }) => id.name)]),
  );
const compared = (record: TreeRecord, unread: string[] = [], tree = 'tree') =>
  shown(compareTree(tree, { nodes }, BEFORE, record, new Set(unread)));

describe('compareTree', () => {
  it('compares with what is recorded and what is there', () => {
    assert.deepEqual(compared(recordOf(INVENTORY)), {
      missing: ['gone'],
      changed: ['changed'],
      replaced: ['replaced'],
      pending: ['edited', 'begun', 'strange'],
      unread: [],
    });
    const none = { missing: [], changed: [], replaced: [], pending: [], unread: [] };
    assert.deepEqual(compared({ is: 'absent' }, [], 'other'), none);
  });

  it('tells what is missing alone where the record cannot be read', () => {
    const expected = { missing: ['gone'], changed: [], replaced: [], pending: [], unread: [] };
    assert.deepEqual(compared({ is: 'unread' }), expected);
    assert.deepEqual(compared({ is: 'newer', format: 3 }), expected);
  });

  it('takes nothing for missing that was not read', () => {
    assert.deepEqual(compared({ is: 'unread' }, [key(gone), key(same)]), {
      missing: [],
      changed: [],
      replaced: [],
      pending: [],
      unread: ['same', 'gone'],
    });
  });
});

describe('treeStatus', () => {
  const tree = { name: 'tree', version: '2', directory: '/t', sources: [] };
  const comparison = {
    missing: [],
    changed: nodes.slice(0, 3),
    replaced: nodes.slice(3, 4),
    pending: [],
    unread: [],
  };
  const entry = (manager: string, operation: string, time: string, fieldsV1: object = {}) => ({
    manager,
    operation,
    apiVersion: 'v1',
    time,
    fieldsV1,
  });

  it('says who has changed an object, and leaves out what was only added to', () => {
    const annotation = { 'f:metadata': { 'f:annotations': { 'f:x': {} } } };
    const [added, changedFields] = nodes.map(({ manifest }) => {
      const { apiVersion: _, kind: __, metadata: ___, ...fields } = manifest.object();
      return Object.fromEntries(Object.keys(fields).map((name) => [`f:${name}`, {}]));
    });
    const live = new Map<string, unknown>([
      [
        key(same),
        {
          metadata: {
            managedFields: [
              entry('microshift-optional', 'Apply', '2026-01-01T00:00:00Z', added),
              entry('annotator', 'Update', '2026-01-02T00:00:00Z', annotation),
            ],
          },
        },
      ],
      [
        key(gone),
        {
          metadata: {
            managedFields: [entry('other', 'Update', '2026-01-02T00:00:00Z', changedFields)],
          },
        },
      ],
    ]);
    assert.deepEqual(treeStatus(tree, { is: 'absent' }, comparison, live).changed, [
      {
        object: 'ConfigMap shop/gone',
        manager: 'other',
        operation: 'Update',
        at: '2026-01-02T00:00:00Z',
      },
      { object: 'ConfigMap shop/changed' },
      { object: 'ConfigMap shop/replaced' },
    ]);
  });
});

describe('recordedStatus', () => {
  it('tells the record of a tree whose package is gone', () => {
    const { record, directory } = recordedStatus('old', recordOf(INVENTORY));
    assert.deepEqual(
      [record, directory],
      [{ is: 'read', release: '1', objects: 6, completion: undefined }, undefined],
    );
  });
});

it('what another tree has brought in a newer form is neither changed nor to be applied', () => {
  const of = (version: string) =>
    object('v1 ConfigMap shop/a', {
      metadata: { annotations: { 'example.com/bundle-version': version } },
    });
  const [older, newer] = [node(of('v1.0.0')), node(of('v2.0.0'))];
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
    const record = recordOf(recorded(older, first));
    const found = shown(compareTree('tree', plan, before, record, new Set()));
    return { changed: found.changed, pending: found.pending };
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
  assert.deepEqual(pendingOf(second), { changed: [], pending: ['a'] });
  const touched = { ...second, generation: 3, ...marks(newer) };
  assert.deepEqual(pendingOf(touched), { changed: ['a'], pending: [] });
});
