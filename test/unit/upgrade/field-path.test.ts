import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { containsField, formatFieldPath, parseFieldPath } from '../../../src/upgrade/field-path.ts';
import type { FieldStep } from '../../../src/upgrade/field-path.ts';

const property = (name: string): FieldStep => ({ property: name });

describe('formatFieldPath', () => {
  const PATHS: [string, FieldStep[]][] = [
    ['', []],
    ['spec', [property('spec')]],
    ['spec.values.revisionTags', ['spec', 'values', 'revisionTags'].map(property)],
    [
      'spec.containers[].image',
      [property('spec'), property('containers'), 'items', property('image')],
    ],
    ['spec.labels{}', [property('spec'), property('labels'), 'values']],
    ['spec["a.b/c"].d', ['spec', 'a.b/c', 'd'].map(property)],
    ['["a\\u0020b"][][]{}', [property('a b'), 'items', 'items', 'values']],
    ['[""]', [property('')]],
    ['$ref.x-y_z', [property('$ref'), property('x-y_z')]],
  ];
  for (const [text, steps] of PATHS) {
    it(`writes and reads ${JSON.stringify(text)}`, () => {
      assert.equal(formatFieldPath(steps), text);
      assert.deepEqual(parseFieldPath(text), steps);
    });
  }

  it('writes any path in its own way, without spaces, and reads it again', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[]', '{}', '.', '"', '\\', ']', 'a.b', '__proto__', ' ', '\u2028'),
    );
    const step = fc.oneof(
      name.map(property),
      fc.constant<FieldStep>('items'),
      fc.constant<FieldStep>('values'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const text = formatFieldPath(steps);
        assert.match(text, /^[\u0021-\u007E]*$/);
        assert.deepEqual(parseFieldPath(text), steps);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe('parseFieldPath', () => {
  for (const text of [
    '.a',
    'a.',
    'a..b',
    'a b',
    'a[0]',
    'a[b]',
    '["a"',
    '["a]',
    'a{b}',
    '/spec/a',
    '[]a',
    "a['b']",
  ]) {
    it(`does not read ${text}`, () => {
      assert.equal(parseFieldPath(text), undefined);
    });
  }

  it('reads long texts', () => {
    const text = `["${'\\\\'.repeat(100_000)}`;
    assert.equal(parseFieldPath(text), undefined);
    assert.equal(parseFieldPath('a.'.repeat(50_000)), undefined);
  });
});

describe('containsField', () => {
  const INSIDE: [string, string][] = [
    ['spec', 'spec'],
    ['spec', 'spec.a'],
    ['spec.list', 'spec.list[].a'],
    ['spec.map{}', 'spec.map{}.a'],
    ['spec.map{}', 'spec.map.key'],
    ['spec.map{}', 'spec.map["a.b"].c'],
    ['', 'spec'],
  ];
  for (const [parent, inner] of INSIDE) {
    it(`${parent || 'the root'} contains ${inner}`, () => assert.ok(containsField(parent, inner)));
  }

  const OUTSIDE: [string, string][] = [
    ['spec.a', 'spec'],
    ['spec.a', 'spec.ab'],
    ['spec.a', 'spec["a.b"]'],
    ['spec.list[]', 'spec.list'],
    ['spec.map.key', 'spec.map{}'],
    ['spec.map{}', 'spec.map[]'],
    ['spec.', 'spec.a'],
    ['spec.a', 'spec.a.'],
  ];
  for (const [parent, inner] of OUTSIDE) {
    it(`${parent} does not contain ${inner}`, () => assert.ok(!containsField(parent, inner)));
  }
});
