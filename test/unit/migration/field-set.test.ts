import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { uniteFieldSets } from '../../../src/migration/field-set.ts';

const CASES: [what: string, a: JsonObject, b: JsonObject, expected: JsonObject][] = [
  ['two fields', { 'f:a': {} }, { 'f:b': {} }, { 'f:a': {}, 'f:b': {} }],
  ['the same field', { 'f:a': {} }, { 'f:a': {} }, { 'f:a': {} }],
  ['none and one', {}, { 'f:a': {} }, { 'f:a': {} }],
  [
    'a field and what is in it',
    { 'f:a': {} },
    { 'f:a': { 'f:b': {} } },
    { 'f:a': { '.': {}, 'f:b': {} } },
  ],
  [
    'a field with and without itself',
    { 'f:a': { '.': {}, 'f:b': {} } },
    { 'f:a': { 'f:c': {} } },
    { 'f:a': { '.': {}, 'f:b': {}, 'f:c': {} } },
  ],
  [
    'items by key and value',
    { 'f:a': { 'k:{"name":"x"}': { 'f:b': {} } } },
    { 'f:a': { 'k:{"name":"x"}': { '.': {} }, 'v:"y"': {} } },
    { 'f:a': { 'k:{"name":"x"}': { '.': {}, 'f:b': {} }, 'v:"y"': {} } },
  ],
];

describe('uniteFieldSets', () => {
  for (const [what, a, b, expected] of CASES) {
    it(`unites ${what}`, () => {
      const before = structuredClone([a, b]);
      assert.deepEqual(uniteFieldSets(a, b), expected);
      assert.deepEqual(uniteFieldSets(b, a), expected);
      assert.deepEqual([a, b], before);
    });
  }
});
