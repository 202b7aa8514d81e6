import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { compareCrds } from '../../../src/upgrade/compare-crds.ts';
import { lamps } from './support/lamps.ts';
import { NUMBER, TEXT, list, object } from './support/schemas.ts';

/*
 * What operator-controller's crdupgradesafety preflight, the validations that it runs, and kapp's check of
 * the same name refuse and let pass, by the names of their cases. Where they refuse and this does not, the
 * reason stands at ChangeClass.
 */

const field = (schema: JsonObject): JsonObject => object({ spec: object({ f: schema }) });

/** The classes of the changes between two schemas of `spec.f`, each once. */
function classesOf(before: JsonObject, after: JsonObject): string[] {
  const [old, current] = [before, after].map((schema) => [lamps([{ name: 'v1', schema }])]);
  return [...new Set(compareCrds(old ?? [], current ?? []).map((change) => change.class))];
}

const BOUNDS = [
  ['maximum', 20, 10],
  ['maxItems', 20, 10],
  ['maxLength', 20, 10],
  ['maxProperties', 20, 10],
  ['minimum', 10, 20],
  ['minItems', 10, 20],
  ['minLength', 10, 20],
  ['minProperties', 10, 20],
] as const;

type Case = readonly [name: string, before: JsonObject, after: JsonObject];

const REFUSED: Case[] = [
  ['enum: new enum constraint', TEXT, { ...TEXT, enum: ['foo'] }],
  ['enum: remove enum value', { enum: ['foo', 'bar'] }, { enum: ['bar'] }],
  [
    'required: new required field',
    object({ foo: TEXT }),
    object({ foo: TEXT }, { required: ['foo'] }),
  ],
  ...BOUNDS.flatMap(([name, wide, narrow]): Case[] => [
    [`${name}: new constraint`, {}, { [name]: narrow }],
    [`${name}: constraint tightened`, { [name]: wide }, { [name]: narrow }],
  ]),
  ['default: new default', TEXT, { ...TEXT, default: 'foo' }],
  ['default: default removed', { ...TEXT, default: 'foo' }, TEXT],
  ['default: default changed', { ...TEXT, default: 'foo' }, { ...TEXT, default: 'bar' }],
  ['type: type changed', TEXT, NUMBER],
  ['format: format added', TEXT, { ...TEXT, format: 'email' }],
  ['pattern: pattern added', TEXT, { ...TEXT, pattern: 'foo' }],
  ['pattern: pattern changed', { ...TEXT, pattern: 'foo' }, { ...TEXT, pattern: 'bar' }],
  ['nullable: nullable removed', { ...TEXT, nullable: true }, TEXT],
  ['uniqueItems: added', list(TEXT), { ...list(TEXT), uniqueItems: true }],
  [
    'exclusiveMaximum: added',
    { ...NUMBER, maximum: 1 },
    { ...NUMBER, maximum: 1, exclusiveMaximum: true },
  ],
  ['oneOf: constraint added', {}, { oneOf: [{ required: ['foo'] }] }],
  [
    'oneOf: schema removed',
    { oneOf: [{ required: ['foo'] }, { required: ['bar'] }] },
    { oneOf: [{ required: ['foo'] }] },
  ],
  [
    'oneOf: schema added',
    { oneOf: [{ required: ['foo'] }] },
    { oneOf: [{ required: ['foo'] }, { required: ['bar'] }] },
  ],
  ['anyOf: constraint added', {}, { anyOf: [{ required: ['foo'] }] }],
  [
    'anyOf: subschemas changed',
    { anyOf: [{ required: ['foo'] }] },
    { anyOf: [{ required: ['bar'] }] },
  ],
  ['allOf: constraint added', {}, { allOf: [{ required: ['foo'] }] }],
  ['not: constraint added', {}, { not: { required: ['foo'] } }],
  ['xvalidations: added', TEXT, { ...TEXT, 'x-kubernetes-validations': [{ rule: 'self != ""' }] }],
  ['unhandled: different field changed', { id: 'foo' }, { id: 'bar' }],
  [
    'existingFieldRemoval: existing field removed',
    object({ fieldOne: TEXT, fieldTwo: TEXT }),
    object({ fieldOne: TEXT }),
  ],
];

const PASSED: Case[] = [
  ['no changes', TEXT, { ...TEXT }],
  ['enum: enum added to existing ones', { enum: ['foo'] }, { enum: ['foo', 'bar'] }],
  [
    'required: required field removed',
    object({ foo: TEXT }, { required: ['foo'] }),
    object({ foo: TEXT }),
  ],
  ...BOUNDS.map(([name, wide, narrow]): Case => [
    `${name}: relaxed`,
    { [name]: narrow },
    { [name]: wide },
  ]),
  ['pattern: pattern removed', { ...TEXT, pattern: 'foo' }, TEXT],
  [
    'description: description changed',
    { ...TEXT, description: 'foo' },
    { ...TEXT, description: 'bar' },
  ],
  ['optional field added', object({ fieldOne: TEXT }), object({ fieldOne: TEXT, fieldTwo: TEXT })],
  [
    'oneOf: optional field added beside it',
    object({ a: TEXT }, { oneOf: [{ required: ['a'] }] }),
    object({ a: TEXT, b: TEXT }, { oneOf: [{ required: ['a'] }] }),
  ],
];

const LAXER: Case[] = [
  ['type: integer to number', NUMBER, { type: 'number' }],
  ['enum: enum removed altogether', { enum: ['foo'] }, {}],
  [
    'required: new required field that has a default',
    object({}),
    object({ foo: { ...TEXT, default: '' } }, { required: ['foo'] }),
  ],
  ['minLength: new constraint of 0', TEXT, { ...TEXT, minLength: 0 }],
  ['format: format removed', { ...TEXT, format: 'email' }, TEXT],
  ['nullable: nullable added', TEXT, { ...TEXT, nullable: true }],
  ['oneOf: constraint removed', { oneOf: [{ required: ['foo'] }] }, {}],
  ['anyOf: constraint removed', { anyOf: [{ required: ['foo'] }] }, {}],
  ['xvalidations: removed', { 'x-kubernetes-validations': [{ rule: 'true' }] }, {}],
];

describe('what crdupgradesafety refuses is refused', () => {
  for (const [name, before, after] of REFUSED) {
    it(name, () => {
      const classes = classesOf(field(before), field(after));
      assert.ok(classes.includes('unsafe') || classes.includes('lossy'), classes.join(', '));
    });
  }
});

describe('what crdupgradesafety lets pass is safe', () => {
  for (const [name, before, after] of PASSED) {
    it(name, () => {
      assert.deepEqual(
        classesOf(field(before), field(after)).filter((each) => each !== 'safe'),
        [],
      );
    });
  }
});

describe('what crdupgradesafety refuses although nothing is hurt is safe', () => {
  for (const [name, before, after] of LAXER) {
    it(name, () => {
      assert.deepEqual(
        classesOf(field(before), field(after)).filter((each) => each !== 'safe'),
        [],
      );
    });
  }
});
