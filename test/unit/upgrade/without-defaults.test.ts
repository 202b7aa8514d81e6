import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json, JsonObject } from '../../../src/manifest/json.ts';
import { withoutDefaults } from '../../../src/upgrade/without-defaults.ts';
import { KEEP, NUMBER, TEXT, list, map, object } from './support/schemas.ts';

const AUTO = { ...TEXT, default: 'auto' };
const NESTED = object({ mode: AUTO, size: NUMBER }, { default: {} });

const CASES: [what: string, schema: JsonObject, spec: Json, expected: Json][] = [
  ['a default', object({ a: AUTO, b: TEXT }), { a: 'auto', b: 'x' }, { b: 'x' }],
  ['nothing that says otherwise', object({ a: AUTO }), { a: 'manual' }, { a: 'manual' }],
  ['nothing without a default', object({ a: TEXT }), { a: 'auto' }, { a: 'auto' }],
  ['no null for a default', object({ a: { ...TEXT, default: null } }), { a: null }, { a: null }],
  ['a default that is false', object({ a: { type: 'boolean', default: false } }), { a: false }, {}],
  ['a default filled with others', object({ a: NESTED }), { a: { mode: 'auto' } }, {}],
  [
    'only the defaults of what somebody wrote',
    object({ a: NESTED }),
    { a: { mode: 'auto', size: 1 } },
    { a: { size: 1 } },
  ],
  [
    'not what holds defaults, but is none',
    object({ a: object({ b: AUTO }) }),
    { a: { b: 'auto' } },
    { a: {} },
  ],
  [
    'no default of which a part is missing',
    object({ a: object({ b: TEXT }, { default: { b: 'x' } }) }),
    { a: {} },
    { a: {} },
  ],
  ['those of items', list(object({ a: AUTO })), [{ a: 'auto' }, { a: 'b' }], [{}, { a: 'b' }]],
  ['those of values', map(object({ a: AUTO })), { x: { a: 'auto' } }, { x: {} }],
  ['a default list', object({ a: { ...list(TEXT), default: ['x'] } }), { a: ['x'] }, {}],
  ['nothing that no schema names', object({}, KEEP), { a: { b: 'auto' } }, { a: { b: 'auto' } }],
];

describe('withoutDefaults', () => {
  for (const [what, schema, spec, expected] of CASES) {
    it(`leaves out ${what}`, () => {
      const whole = { apiVersion: 'v1', metadata: { name: 'a' }, spec };
      assert.deepEqual(withoutDefaults(whole, object({ spec: schema })), {
        ...whole,
        spec: expected,
      });
    });
  }
});
