import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import { lostFields } from '../../../src/upgrade/lost-fields.ts';
import { KEEP, TEXT, list, map, object } from './support/schemas.ts';

const CASES: [what: string, schema: JsonObject, spec: Json, string[]][] = [
  ['nothing that is named', object({ a: TEXT }), { a: 'x' }, []],
  ['a field', object({ a: TEXT }), { a: 'x', b: 'y' }, ['spec.b']],
  ['a field with all that is in it', object({}), { b: { c: 1, d: [1] } }, ['spec.b']],
  [
    'a field of items, once',
    list(object({})),
    [{ b: 1 }, { b: 2, c: 3 }],
    ['spec[].b', 'spec[].c'],
  ],
  [
    'a field of values by their keys',
    map(object({})),
    { x: { b: 1 }, y: { b: 2 } },
    ['spec.x.b', 'spec.y.b'],
  ],
  ['nothing of a map', map(TEXT), { x: 'a', 'y.z': 'b' }, []],
  ['a key with a special name', object({}), { 'y.z': 'b' }, ['spec["y.z"]']],
  ['objects in a map of anything', map(true), { x: 1, y: { z: 1 } }, ['spec.y.z']],
  ['nothing that is kept', object({}, KEEP), { a: { b: [{ c: 1 }] } }, []],
  [
    'a field of a field that is named among those that are kept',
    object({ a: object({}) }, KEEP),
    { a: { b: 1 }, c: { d: 1 } },
    ['spec.a.b'],
  ],
  ['nothing of the items of a list that keeps', { ...list(object({})), ...KEEP }, [{ b: 1 }], []],
  [
    'objects in items without a schema',
    { type: 'array' },
    [1, { b: 1 }, [{ c: 1 }]],
    ['spec[].b', 'spec[][].c'],
  ],
  ['what has another type', object({ a: TEXT }), { a: { b: 1 } }, ['spec.a.b']],
  ['nothing of a plain value', object({}), 'x', []],
  [
    'inherited names',
    object({}),
    { constructor: 1, toString: 2 },
    ['spec.constructor', 'spec.toString'],
  ],
];

describe('lostFields', () => {
  for (const [what, schema, spec, expected] of CASES) {
    it(`tells ${what}`, () => {
      assert.deepEqual(lostFields({ spec }, object({ spec: schema })), expected);
    });
  }

  it('leaves what every object has, and what an embedded one has', () => {
    const whole = {
      apiVersion: 'v1',
      kind: 'A',
      metadata: { name: 'a', labels: { b: 'c' } },
      b: 1,
    };
    assert.deepEqual(lostFields(whole, {}), ['b']);
    const embedding = object({ spec: { type: 'object', 'x-kubernetes-embedded-resource': true } });
    assert.deepEqual(lostFields({ spec: whole }, embedding), ['spec.b']);
    assert.deepEqual(lostFields({ spec: { metadata: {} } }, object({ spec: object({}) })), [
      'spec.metadata',
    ]);
  });
});
