import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../../../../src/manifest/json.ts';
import { withDefaults } from '../../../../src/verify/schema/with-defaults.ts';

describe('withDefaults', () => {
  const a = { type: 'object', properties: { a: { type: 'integer', default: 1 } } };
  const cases: [what: string, schema: Json, value: Json, result: Json][] = [
    ['what is missing', a, {}, { a: 1 }],
    ['what is null and may not be', a, { a: null }, { a: 1 }],
    ['nothing that is there', a, { a: 2, b: 3 }, { a: 2, b: 3 }],
    [
      'nothing that may be null',
      { properties: { a: { default: 1, nullable: true } } },
      { a: null },
      { a: null },
    ],
    ['nothing without a default', { properties: { a: {} } }, { a: null }, { a: null }],
    [
      'what a default lacks',
      { properties: { o: { ...a, default: { b: 2 } } } },
      {},
      { o: { a: 1, b: 2 } },
    ],
    ['nothing inside of what is missing', { properties: { o: a } }, {}, {}],
    [
      'the values of a map',
      { additionalProperties: a },
      { x: {}, y: null },
      { x: { a: 1 }, y: null },
    ],
    ['items', { items: a }, [{}, { a: 2 }], [{ a: 1 }, { a: 2 }]],
    ['items that are null', { items: { default: 'x' } }, [null, 'y'], ['x', 'y']],
    ['nothing that no schema knows', true, { a: null }, { a: null }],
    [
      'falsy values',
      { properties: { a: { default: false }, b: { default: '' } } },
      {},
      { a: false, b: '' },
    ],
  ];
  for (const [what, schema, value, result] of cases) {
    it(`fills in ${what}`, () => {
      const before = structuredClone(value);
      assert.deepEqual(withDefaults(value, schema), result);
      assert.deepEqual(value, before, 'the object itself stays as it is');
    });
  }
});
