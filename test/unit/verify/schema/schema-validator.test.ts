import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayPath } from '../../../../src/manifest/display.ts';
import { toJsonText } from '../../../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';
import { schemaValidator } from '../../../../src/verify/schema/schema-validator.ts';
import type { Judgement } from '../../../../src/verify/schema/schema-validator.ts';
import { SCHEMA_CASES } from '../support/schema-cases.ts';

/** What judges the field `spec` of an object. */
function judgeOf(schema: JsonObject): (value: Json) => Judgement {
  const validator = schemaValidator({ type: 'object', properties: { spec: schema } });
  assert.ok('judge' in validator, 'the schema can be used');
  const { judge } = validator;
  return (spec) => judge({ apiVersion: 'example.com/v1', kind: 'Lamp', metadata: {}, spec });
}

function violations({ violations: found }: Judgement): string[] {
  return found.map(({ path, message }) => `${displayPath(path)} ${message}`);
}

describe('schemaValidator judges as an API server does', () => {
  for (const { what, schema, accepted, refused } of SCHEMA_CASES) {
    it(what, () => {
      const judge = judgeOf(schema);
      for (const value of accepted)
        assert.deepEqual(violations(judge(value)), [], toJsonText(value));
      for (const value of refused) {
        assert.notDeepEqual(violations(judge(value)), [], toJsonText(value));
      }
    });
  }
});

describe('schemaValidator says', () => {
  const text = { type: 'string' };
  const cases: [what: string, schema: JsonObject, value: Json, violations: string[]][] = [
    ['which type it must be', text, 1, ['spec must be string']],
    [
      'which fields are missing, and where',
      {
        type: 'array',
        items: { type: 'object', required: ['a/b', 'c'], properties: { 'a/b': text, c: text } },
      },
      [{}],
      ["spec[0]['a/b'] is required", 'spec[0].c is required'],
    ],
    [
      'that a field is unknown, also below names with slashes',
      { type: 'object', additionalProperties: { type: 'object', properties: { 1: text } } },
      { 'a/b~c': { d: 1, 1: 1 } },
      ["spec['a/b~c'].1 must be string", "spec['a/b~c'].d unknown field"],
    ],
    ['what it may be', { ...text, enum: ['a', 'b'] }, 'c', ['spec must be one of "a", "b"']],
    [
      'which format',
      { ...text, format: 'date-time' },
      'x',
      ['spec must be of the format datetime'],
    ],
    [
      'which of two patterns',
      {
        type: 'object',
        properties: { a: { ...text, pattern: '^a$' }, b: { ...text, pattern: '^b$' } },
      },
      { a: 'a', b: 'a' },
      ['spec.b must match pattern "^b$"'],
    ],
    [
      'why no choice fits',
      {
        type: 'object',
        properties: { a: text, b: { type: 'integer' } },
        anyOf: [{ required: ['a'] }, { properties: { b: { minimum: 1 } }, required: ['b'] }],
      },
      { b: 0 },
      ['spec must match a schema in anyOf (a is required; b must be >= 1)'],
    ],
    [
      'that more than one fits',
      { 'x-kubernetes-preserve-unknown-fields': true, oneOf: [{ maximum: 5 }, { minimum: 1 }] },
      3,
      ['spec must match exactly one schema in oneOf'],
    ],
    [
      'which items are the same',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
      ['a', 'a'],
      ['spec[1] stands there twice'],
    ],
    [
      'which keys are the same',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['k'],
        items: { type: 'object', properties: { k: text } },
      },
      [{ k: 'a' }, { k: 'a' }],
      ['spec[1] has the same k as another item'],
    ],
  ];
  for (const [what, schema, value, expected] of cases) {
    it(what, () => assert.deepEqual(violations(judgeOf(schema)(value)), expected));
  }

  it('which patterns it did not test, of those that it needed', () => {
    const judge = judgeOf({
      type: 'object',
      properties: { a: { ...text, pattern: '\\Qa\\E' }, b: { ...text, pattern: '\\Qb\\E' } },
    });
    assert.deepEqual(judge({ b: '' }), { violations: [], untested: ['\\Qb\\E'] });
    assert.deepEqual(judge({}), { violations: [], untested: [] });
  });

  it('what is wrong with the object itself', () => {
    const validator = schemaValidator({ type: 'object' });
    assert.ok('judge' in validator);
    const found = validator.judge({ apiVersion: 'v1', kind: 'A', metadata: { nome: '' }, x: 1 });
    assert.deepEqual(violations(found), ['metadata.nome unknown field', 'x unknown field']);
  });
});

describe('schemaValidator refuses a schema', () => {
  let deep: JsonObject = { type: 'object' };
  for (let depth = 0; depth < 400; depth += 1) deep = { type: 'object', properties: { a: deep } };
  const cases: [what: string, schema: JsonObject, why: RegExp][] = [
    ['of an unknown type', { type: 'lamp' }, /schema is invalid/],
    ['whose keywords have the wrong type', { type: 'string', maxLength: 'x' }, /maxLength/],
    ['that is nested too deeply', deep, /nested too deeply/],
  ];
  for (const [what, schema, why] of cases) {
    it(what, () => {
      const validator = schemaValidator(schema);
      assert.match('unusable' in validator ? validator.unusable : '', why);
    });
  }

  it('but never follows what a stranger may write in it', () => {
    const judge = judgeOf({
      type: 'string',
      $ref: 'https://example.com/schema',
      $id: 'https://example.com/schema',
      $data: '/a',
      default: 'x',
      format: 'constructor',
    });
    assert.deepEqual(violations(judge('a')), []);
  });
});
