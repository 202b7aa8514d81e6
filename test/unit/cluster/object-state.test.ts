import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUnchanged, objectState } from '../../../src/cluster/object-state.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';

const EMPTY: ObjectState = {
  uid: '',
  resourceVersion: '',
  generation: 0,
  appliedAt: '',
  deleting: false,
};

describe('objectState', () => {
  const entry = (manager: string, operation: string, time: string): object => ({
    manager,
    operation,
    time,
  });
  const table: [string, unknown, Partial<ObjectState>][] = [
    ['nothing', undefined, {}],
    ['an object without metadata', { kind: 'Lamp' }, {}],
    ['metadata of wrong types', { metadata: { uid: 1, generation: '2', managedFields: {} } }, {}],
    [
      'uid, version and generation',
      { metadata: { uid: 'u', resourceVersion: '5', generation: 2 } },
      { uid: 'u', resourceVersion: '5', generation: 2 },
    ],
    [
      'an object that is being deleted',
      { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
      { deleting: true },
    ],
    [
      "the manager's own apply, not its update nor another's apply",
      {
        metadata: {
          managedFields: [
            entry('other', 'Apply', 't1'),
            entry('me', 'Update', 't2'),
            entry('me', 'Apply', 't3'),
          ],
        },
      },
      { appliedAt: 't3' },
    ],
    ['an apply without a time', { metadata: { managedFields: [{ manager: 'me' }, null] } }, {}],
  ];
  for (const [name, object, expected] of table) {
    it(`reads ${name}`, () => {
      assert.deepEqual(objectState(object, 'me'), { ...EMPTY, ...expected });
    });
  }
});

describe('isUnchanged', () => {
  const before: ObjectState = {
    uid: 'u',
    resourceVersion: '1',
    generation: 2,
    appliedAt: 't1',
    deleting: false,
  };
  const table: [string, boolean, Partial<ObjectState>, Partial<ObjectState>?][] = [
    ['nothing moved', true, {}],
    ['the version alone moved, so somebody wrote status', true, { resourceVersion: '2' }],
    ['the apply changed a field', false, { resourceVersion: '2', appliedAt: 't2' }],
    ['the generation moved', false, { resourceVersion: '2', generation: 3 }],
    ['another object of that name', false, { uid: 'v' }],
    ['another object of that name and version', false, { uid: 'v', resourceVersion: '1' }],
    ['the first apply', false, { resourceVersion: '2', appliedAt: 't1' }, { appliedAt: '' }],
    [
      'never applied by this manager, and the version moved',
      false,
      { resourceVersion: '2', appliedAt: '' },
      { appliedAt: '' },
    ],
    ['the same version counts more than all else', true, { appliedAt: 't2', generation: 3 }],
  ];
  for (const [name, expected, after, first = {}] of table) {
    it(`${expected}: ${name}`, () => {
      assert.equal(isUnchanged({ ...before, ...first }, { ...before, ...after }), expected);
    });
  }
});
