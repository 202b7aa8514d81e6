import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type * as z from 'zod';
import {
  dnsLabel,
  dottedField,
  objectName,
  objectReference,
  plainWords,
  quantity,
  versionRange,
} from '../../../src/manifest/field-schemas.ts';

const schemas: [
  name: string,
  schema: z.ZodType,
  right: unknown[],
  wrong: [value: unknown, message: RegExp][],
][] = [
  [
    'dnsLabel',
    dnsLabel,
    ['a', 'a-1', '0', 'x'.repeat(63)],
    [
      ['', /DNS label/],
      ['A', /DNS label/],
      ['a.b', /DNS label/],
      ['-a', /DNS label/],
      ['a\n', /DNS label/],
      ['x'.repeat(64), /DNS label/],
      [1, /string/],
    ],
  ],
  [
    'objectName',
    objectName,
    ['a', 'a.b', 'istios.example.com', 'x'.repeat(253)],
    [
      ['a/b', /DNS name/],
      ['a_b', /DNS name/],
      ['a:b', /DNS name/],
      ['.a', /DNS name/],
      ['x'.repeat(254), /DNS name/],
    ],
  ],
  [
    'plainWords',
    plainWords,
    ['Lamps', 'Lamps for MicroShift, v1.2 (beta) a/b-c', 'x'.repeat(79)],
    [
      ['', /plain words/],
      [' a', /plain words/],
      ['a\nb', /plain words/],
      ['a|b', /plain words/],
      ['%{x}', /plain words/],
      ['a`b', /plain words/],
      ['a<b', /plain words/],
      ['x'.repeat(80), /79 characters/],
    ],
  ],
  [
    'dottedField',
    dottedField,
    ['spec', 'spec.version', 'spec.a1.b_c', 'spec.__proto__'],
    [
      ['', /dotted path/],
      ['spec.', /dotted path/],
      ['spec..a', /dotted path/],
      ['spec[0]', /dotted path/],
      ['1a', /dotted path/],
      [`${'a'.repeat(50_000)}!`, /dotted path/],
    ],
  ],
  [
    'quantity',
    quantity,
    ['50m', '64Mi', 1, 0.5],
    [
      ['lots', /quantity such as 50m/],
      ['', /quantity/],
      [true, /Invalid|expected/],
    ],
  ],
  [
    'versionRange',
    versionRange,
    ['>=1.5.0', '~1.23.0', '1.x', '<1.30.0 || >2', '*'],
    [
      ['newest', /range of versions/],
      ['>=a', /range/],
      [1, /string/],
    ],
  ],
];

for (const [name, schema, right, wrong] of schemas) {
  describe(name, () => {
    for (const value of right) {
      it(`takes ${JSON.stringify(value).slice(0, 60)}`, () => {
        assert.equal(schema.safeParse(value).success, true);
      });
    }
    for (const [value, message] of wrong) {
      it(`refuses ${JSON.stringify(value).slice(0, 60)}`, () => {
        const { error } = schema.safeParse(value);
        assert.match(error?.issues[0]?.message ?? '', message);
      });
    }
  });
}

describe('quantity', () => {
  it('gives text, whatever YAML made of it', () => {
    assert.deepEqual([quantity.parse(2), quantity.parse('2')], ['2', '2']);
  });
});

describe('objectReference', () => {
  it('needs a kind and a name alone', () => {
    assert.deepEqual(objectReference.parse({ kind: 'Lamp', name: 'main' }), {
      group: '',
      kind: 'Lamp',
      namespace: '',
      name: 'main',
    });
  });

  for (const [field, value] of [
    ['group', 'A B'],
    ['kind', ''],
    ['kind', 'Lamp|<b>'],
    ['namespace', 'a.b'],
    ['name', '../a'],
    ['version', 'v1'],
  ]) {
    it(`refuses ${field} ${JSON.stringify(value)}`, () => {
      const reference = { kind: 'Lamp', name: 'main', [field ?? '']: value };
      assert.equal(objectReference.safeParse(reference).success, false);
    });
  }
});
