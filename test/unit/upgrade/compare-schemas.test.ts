import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { compareSchemas } from '../../../src/upgrade/compare-schemas.ts';
import { schemaChanges } from './support/changes.ts';
import { TEXT, object } from './support/schemas.ts';

describe('compareSchemas', () => {
  it('knows what every object has', () => {
    const named = object({ apiVersion: TEXT, kind: TEXT, metadata: { type: 'object' }, a: TEXT });
    const bare = object({ a: TEXT });
    assert.deepEqual(schemaChanges(named, bare), []);
    assert.deepEqual(schemaChanges(bare, named), []);
    const limited = object({ a: TEXT, metadata: object({ name: { ...TEXT, maxLength: 63 } }) });
    assert.deepEqual(schemaChanges(bare, limited), ['unsafe max-length-tightened metadata.name']);
    assert.deepEqual(schemaChanges(limited, bare), ['safe max-length-relaxed metadata.name']);
  });

  it('counts what is for people', () => {
    const words = (text: string) =>
      object({ a: { ...TEXT, description: text }, b: { ...TEXT, title: text } });
    const [change, ...others] = compareSchemas(words('one'), words('two'));
    assert.deepEqual(others, []);
    assert.equal(change?.change, 'documentation-changed');
    assert.equal(change?.message, 'the description of 2 fields differs');
  });

  it('says in words what it is about', () => {
    const before = object({
      spec: object({ colour: TEXT, size: { ...TEXT, enum: ['S', 'M', 'L'] } }),
    });
    const after = object({ spec: object({ size: { ...TEXT, enum: ['M', 'XL'] } }) });
    assert.deepEqual(compareSchemas(before, after), [
      {
        steps: [{ property: 'spec' }, { property: 'colour' }],
        field: 'spec.colour',
        change: 'field-removed',
        class: 'lossy',
        before: 'string',
        after: '',
        message: 'the field is gone, so what stored objects have there is dropped',
      },
      {
        steps: [{ property: 'spec' }, { property: 'size' }],
        field: 'spec.size',
        change: 'enum-value-removed',
        class: 'unsafe',
        before: '"S", "L"',
        after: '',
        message: '"S", "L" are no longer accepted',
      },
      {
        steps: [{ property: 'spec' }, { property: 'size' }],
        field: 'spec.size',
        change: 'enum-value-added',
        class: 'safe',
        before: '',
        after: '"XL"',
        message: '"XL" is accepted too',
      },
    ]);
  });

  it('ends where a schema has no end', () => {
    let deep: JsonObject = TEXT;
    for (let level = 0; level < 100_000; level += 1) deep = object({ a: deep });
    const [change, ...others] = compareSchemas(deep, deep);
    assert.deepEqual(others, []);
    assert.equal(change?.class, 'unsafe');
    assert.equal(change?.change, 'schema-too-deep');
  });

  it('takes schemas of any shape', () => {
    const odd: JsonObject[] = [
      {},
      { type: 'object', properties: null },
      { type: 'object', properties: { a: true, b: [] } },
      { type: ['a'], items: [TEXT], enum: 'a', required: 'a', additionalProperties: 'a' },
      { 'x-kubernetes-validations': [null, 1, { rule: 1 }], oneOf: 'a', not: [] },
    ];
    for (const before of odd) {
      for (const after of odd) {
        const changes = compareSchemas(before, after);
        if (before === after) assert.deepEqual(changes, []);
      }
    }
  });
});
