import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareSchemas } from '../../../../src/upgrade/compare-schemas.ts';
import { testCases } from '../support/cases.ts';
import type { Case } from '../support/cases.ts';

const bound = (
  keyword: string,
  name: string,
  [wide, narrow]: readonly [number | bigint, number | bigint],
): Case[] => [
  [
    `${keyword} ${wide} and ${narrow}`,
    { [keyword]: wide },
    { [keyword]: narrow },
    [`unsafe ${name}-tightened`],
    [`safe ${name}-relaxed`],
  ],
  [
    `${keyword} ${narrow} from none`,
    {},
    { [keyword]: narrow },
    [`unsafe ${name}-tightened`],
    [`safe ${name}-relaxed`],
  ],
];

const CASES: Case[] = [
  ...bound('minimum', 'minimum', [1, 2]),
  ...bound('minimum', 'minimum', [-1, 0]),
  ...bound('maximum', 'maximum', [2, 1]),
  ...bound('maximum', 'maximum', [9223372036854775807n, 5]),
  ...bound('minLength', 'min-length', [1, 2]),
  ...bound('maxLength', 'max-length', [2, 0]),
  ...bound('minItems', 'min-items', [1, 2]),
  ...bound('maxItems', 'max-items', [2, 1]),
  ...bound('minProperties', 'min-properties', [1, 2]),
  ...bound('maxProperties', 'max-properties', [2, 1]),
  ...bound('multipleOf', 'multiple-of', [2, 4]),
  [
    'a multiple of another',
    { multipleOf: 2 },
    { multipleOf: 3 },
    ['unsafe multiple-of-tightened'],
    ['unsafe multiple-of-tightened'],
  ],
  [
    'unique items',
    {},
    { uniqueItems: true },
    ['unsafe unique-items-tightened'],
    ['safe unique-items-relaxed'],
  ],
  ['a length of at least 0', {}, { minLength: 0 }, [], []],
  [
    'at least 0 of a length',
    { minItems: 0 },
    { minItems: 1 },
    ['unsafe min-items-tightened'],
    ['safe min-items-relaxed'],
  ],
  [
    'an exclusive maximum',
    { maximum: 2 },
    { maximum: 2, exclusiveMaximum: true },
    ['unsafe maximum-tightened'],
    ['safe maximum-relaxed'],
  ],
  [
    'an exclusive minimum',
    { minimum: 2 },
    { minimum: 2, exclusiveMinimum: true },
    ['unsafe minimum-tightened'],
    ['safe minimum-relaxed'],
  ],
  [
    'an exclusive maximum above',
    { maximum: 2 },
    { maximum: 3, exclusiveMaximum: true },
    ['safe maximum-relaxed'],
    ['unsafe maximum-tightened'],
  ],
  [
    'no exclusive maximum, written out',
    { maximum: 2 },
    { maximum: 2, exclusiveMaximum: false },
    [],
    [],
  ],
  [
    'what is no number',
    {},
    { maximum: 'two' },
    ['unsafe maximum-tightened'],
    ['safe maximum-relaxed'],
  ],
  [
    'from what is no number',
    { maximum: 'two' },
    { maximum: 9 },
    ['unsafe maximum-tightened'],
    ['unsafe maximum-tightened'],
  ],
];

describe('bounds', () => {
  testCases(CASES);

  it('are shown with what they were', () => {
    const before = { maximum: 9223372036854775807n };
    const [change] = compareSchemas(before, { maximum: 5, exclusiveMaximum: true });
    assert.equal(change?.before, '9223372036854775807');
    assert.equal(change?.after, '5 (exclusive)');
    assert.equal(change?.message, 'maximum was 9223372036854775807 and is 5 (exclusive) now');
  });
});
