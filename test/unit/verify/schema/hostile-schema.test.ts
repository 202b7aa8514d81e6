import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isJsonObject } from '../../../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';
import { toDoubles } from '../../../../src/verify/schema/json-schema.ts';
import { schemaValidator } from '../../../../src/verify/schema/schema-validator.ts';

const KEYWORDS = [
  '$id',
  '$ref',
  'additionalProperties',
  'allOf',
  'anyOf',
  'default',
  'enum',
  'exclusiveMinimum',
  'format',
  'items',
  'maxLength',
  'minimum',
  'multipleOf',
  'not',
  'nullable',
  'oneOf',
  'pattern',
  'properties',
  'required',
  'type',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-preserve-unknown-fields',
  '__proto__',
  'constructor',
];
const WORDS = [
  'array',
  'int32',
  'integer',
  'map',
  'object',
  'set',
  'string',
  'a',
  '"',
  '`${a}`',
  '^(',
];

/** What a stranger may write as a schema, or as an object. */
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 2n ** 63n, ...WORDS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYWORDS, 'a', 'spec'), tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('schemaValidator withstands', () => {
  it('any schema and any object', () => {
    fc.assert(
      fc.property(json, json, (properties, spec) => {
        const validator = schemaValidator({ type: 'object', properties });
        if ('unusable' in validator) return;
        const { violations } = validator.judge({ apiVersion: 'v1', kind: 'A', spec });
        for (const { path, message } of violations) assert.ok(path.length > 0 && message !== '');
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  const NAMES = ['__proto__', 'a"]; throw 1; //', '`${process.exit(1)}`', '\u2028', '$data'];
  for (const name of NAMES) {
    it(`a field called ${JSON.stringify(name)}`, () => {
      const own = (value: Json): JsonObject => Object.fromEntries([[name, value]]);
      const spec = { type: 'object', properties: own({ type: 'string', enum: [name] }) };
      const validator = schemaValidator({ type: 'object', properties: { spec } });
      assert.ok('judge' in validator);
      const judge = (value: Json): number =>
        validator.judge({ apiVersion: 'v1', kind: 'A', spec: own(value) }).violations.length;
      assert.equal(judge(name), 0);
      // Of this name alone the validator says nothing.
      assert.equal(judge('other'), name === '__proto__' ? 0 : 1);
    });
  }
});

describe('toDoubles', () => {
  it('keeps every whole number of 64 bits one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const double = toDoubles(value);
        assert.ok(typeof double === 'number' && double >= -(2 ** 63) && double < 2 ** 63);
      }),
      { seed: 2 },
    );
  });

  it('takes no larger one for one of them', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 63n, max: 2n ** 64n }), (value) => {
        assert.ok(Number(toDoubles(value)) >= 2 ** 63);
      }),
      { seed: 3 },
    );
  });

  it('reaches into objects and lists', () => {
    const value = toDoubles({ a: [1n, { b: 2n }], c: 'x' });
    assert.ok(isJsonObject(value));
    assert.deepEqual(value, { a: [1, { b: 2 }], c: 'x' });
  });
});
