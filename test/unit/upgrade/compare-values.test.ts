import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Json } from '../../../src/manifest/json.ts';
import { compareValues } from '../../../src/upgrade/compare-values.ts';

/** The differences as `field: before → after`. */
function shown(before: Json, after: Json): string[] {
  return compareValues(before, after).map(
    (each) => `${each.field}: ${each.before} → ${each.after}`,
  );
}

const container = (name: string, image: string) => ({ name, image });

const CASES: [what: string, before: Json, after: Json, string[]][] = [
  ['a value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b: 1 → 2']],
  ['a type', { a: '1' }, { a: 1 }, ['a: "1" → 1']],
  ['what comes', {}, { a: { b: 1 } }, ['a:  → {"b":1}']],
  ['what goes', { a: null }, {}, ['a: null → ']],
  ['an object and a list', { a: {} }, { a: [] }, ['a: {} → []']],
  ['keys with special names', { 'a.b/c': { d: 1 } }, { 'a.b/c': { d: 2 } }, ['["a.b/c"].d: 1 → 2']],
  ['__proto__', {}, JSON.parse('{"__proto__": 1}'), ['__proto__:  → 1']],
  [
    'numbers that a double does not hold',
    { a: 9223372036854775807n },
    { a: 9223372036854775806n },
    ['a: 9223372036854775807 → 9223372036854775806'],
  ],
  [
    'items by name',
    { c: [container('a', '1'), container('b', '1')] },
    { c: [container('b', '2'), container('a', '1')] },
    ['c[b].image: "1" → "2"'],
  ],
  [
    'an item that comes',
    { c: [container('a', '1')] },
    { c: [container('b', '1'), container('a', '1')] },
    ['c[b]:  → {"name":"b","image":"1"}'],
  ],
  [
    'ports by number',
    { ports: [{ port: 80 }, { port: 443 }] },
    { ports: [{ port: 443, targetPort: 1 }, { port: 80 }] },
    ['ports[443].targetPort:  → 1'],
  ],
  [
    'mounts by path, where names repeat',
    [
      { name: 'a', mountPath: '/a' },
      { name: 'a', mountPath: '/b' },
    ],
    [
      { name: 'b', mountPath: '/a' },
      { name: 'a', mountPath: '/b' },
    ],
    ['[/a].name: "a" → "b"'],
  ],
  [
    'rules by position, but for equal ones',
    { rules: [{ a: 1 }, { a: 2 }] },
    { rules: [{ a: 3 }, { a: 1 }] },
    ['rules[0].a: 2 → 3'],
  ],
  [
    'a rule that comes',
    { rules: [{ a: 1 }] },
    { rules: [{ a: 2 }, { a: 1 }] },
    ['rules[0]:  → {"a":2}'],
  ],
  [
    'a rule that goes',
    { rules: [{ a: 1 }, { a: 2 }] },
    { rules: [{ a: 2 }] },
    ['rules[0]: {"a":1} → '],
  ],
  [
    'plain values that come and go',
    { args: ['a', 'b', 'c'] },
    { args: ['d', 'a', 'c'] },
    ['args: "b" → "d"'],
  ],
  ['plain values, one more of the same', { args: ['a'] }, { args: ['a', 'a'] }, ['args:  → "a"']],
  ['another order', { args: ['a', 'b'] }, { args: ['b', 'a'] }, ['args: "a", "b" → "b", "a"']],
  [
    'another order of rules',
    [{ a: 1 }, { a: 2 }],
    [{ a: 2 }, { a: 1 }],
    [': {"a":1}, {"a":2} → {"a":2}, {"a":1}'],
  ],
];

describe('compareValues', () => {
  for (const [what, before, after, expected] of CASES) {
    it(`tells ${what}`, () => {
      assert.deepEqual(shown(before, after), expected);
      assert.deepEqual(shown(before, structuredClone(before)), []);
    });
  }

  it('does not take another order of keys for a difference', () => {
    assert.deepEqual(shown({ a: [{ b: 1, c: [2] }] }, { a: [{ c: [2], b: 1 }] }), []);
  });

  it('shows where long values differ', () => {
    const long = (end: string) => ({ script: `${'a'.repeat(1000)}${end}` });
    assert.deepEqual(shown(long('b'), long('c')), [
      `script: …${'a'.repeat(20)}b" → …${'a'.repeat(20)}c"`,
    ]);
  });
});
