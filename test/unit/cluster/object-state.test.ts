import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectState } from '../../../src/cluster/object-state.ts';
import type { ObjectState } from '../../../src/cluster/object-state.ts';

const EMPTY: ObjectState = { uid: '', resourceVersion: '', generation: 0, deleting: false };

describe('objectState', () => {
  const table: [string, unknown, Partial<ObjectState>][] = [
    ['nothing', undefined, {}],
    ['an object without metadata', { kind: 'Lamp' }, {}],
    ['metadata of wrong types', { metadata: { uid: 1, generation: '2' } }, {}],
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
  ];
  for (const [name, object, expected] of table) {
    it(`reads ${name}`, () => {
      assert.deepEqual(objectState(object), { ...EMPTY, ...expected });
    });
  }
});
