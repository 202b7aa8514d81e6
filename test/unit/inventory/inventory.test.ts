import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObjectState } from '../../../src/cluster/object-state.ts';
import { INTENT, entryOf, isAsRecorded, isRecorded } from '../../../src/inventory/inventory.ts';
import { manifestOf } from '../../../src/manifest/manifest.ts';
import { state } from '../apply/support/nodes.ts';
import { object } from '../support/objects.ts';

const digestOf = (data: object): string =>
  manifestOf(object('v1 ConfigMap shop/a', { data })).digest;
const DIGEST = digestOf({ key: 'value', other: '' });

describe('isAsRecorded', () => {
  it('asks whether somebody has changed an object, whatever its manifest', () => {
    const entry = entryOf(DIGEST, state({ generation: 2 }));
    assert.equal(isAsRecorded(entry, state({ generation: 2, resourceVersion: '6' })), true);
    assert.equal(isAsRecorded(entry, state({ generation: 3 })), false);
    assert.equal(isAsRecorded(INTENT, state()), false);
    assert.equal(isAsRecorded(undefined, state()), false);
  });
});

describe('isRecorded', () => {
  const generation = state({ generation: 2 });
  const version = state({ generation: 0 });
  type Row = [string, boolean, ObjectState, ObjectState, string?];
  const table: Row[] = [
    ['the same state', true, generation, generation],
    ['a status written since', true, generation, { ...generation, resourceVersion: '6' }],
    ['a spec written since', false, generation, { ...generation, generation: 3 }],
    ['a generation of an older time', false, generation, { ...generation, generation: 1 }],
    ['the same version of a kind without generations', true, version, version],
    ['any write to such a kind', false, version, { ...version, resourceVersion: '6' }],
    ['made anew with the same generation', false, generation, { ...generation, uid: 'v' }],
    ['being deleted', false, generation, { ...generation, deleting: true }],
    ['another manifest', false, generation, generation, digestOf({ key: 'other' })],
    [
      'the same manifest with its keys in another order',
      true,
      generation,
      generation,
      digestOf({ other: '', key: 'value' }),
    ],
  ];
  for (const [name, expected, before, now, digest = DIGEST] of table) {
    it(`${expected}: ${name}`, () => {
      assert.equal(isRecorded(entryOf(DIGEST, before), digest, now), expected);
    });
  }

  it('false: no record, or an intent alone', () => {
    assert.equal(isRecorded(undefined, DIGEST, generation), false);
    assert.equal(isRecorded(INTENT, DIGEST, generation), false);
  });
});
