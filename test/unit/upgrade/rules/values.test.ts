import { describe } from 'node:test';
import { testCases } from '../support/cases.ts';
import type { Case } from '../support/cases.ts';

const ANY = { 'x-kubernetes-preserve-unknown-fields': true };
const INT_OR_STRING = { 'x-kubernetes-int-or-string': true };
const WRITTEN_OUT = {
  ...INT_OR_STRING,
  anyOf: [{ type: 'integer' }, { type: 'string', description: 'such as 10%' }],
};

const TYPES: Case[] = [
  [
    'string and integer',
    { type: 'string' },
    { type: 'integer' },
    ['unsafe type-changed'],
    ['unsafe type-changed'],
  ],
  [
    'integer to number',
    { type: 'integer' },
    { type: 'number' },
    ['safe type-widened'],
    ['unsafe type-changed'],
  ],
  [
    'integer to int-or-string',
    { type: 'integer' },
    INT_OR_STRING,
    ['safe type-widened'],
    ['unsafe type-changed'],
  ],
  [
    'string to int-or-string',
    { type: 'string' },
    WRITTEN_OUT,
    ['safe type-widened'],
    ['unsafe type-changed'],
  ],
  [
    'number and int-or-string',
    { type: 'number' },
    INT_OR_STRING,
    ['unsafe type-changed'],
    ['unsafe type-changed'],
  ],
  ['int-or-string, written out', INT_OR_STRING, WRITTEN_OUT, [], []],
  [
    'string to any',
    { type: 'string' },
    ANY,
    ['safe type-widened', 'safe preserve-unknown-fields-added'],
    ['unsafe type-changed'],
  ],
  [
    'object to any',
    { type: 'object' },
    ANY,
    ['safe type-widened', 'safe preserve-unknown-fields-added'],
    ['unsafe type-changed', 'lossy preserve-unknown-fields-removed'],
  ],
  [
    'nullable',
    { type: 'string' },
    { type: 'string', nullable: true },
    ['safe nullable-added'],
    ['unsafe nullable-removed'],
  ],
  ['not nullable, written out', { type: 'string' }, { type: 'string', nullable: false }, [], []],
];

const ENUMS: Case[] = [
  [
    'a value more',
    { enum: ['a'] },
    { enum: ['b', 'a'] },
    ['safe enum-value-added'],
    ['unsafe enum-value-removed'],
  ],
  [
    'another value',
    { enum: ['a', 'b'] },
    { enum: ['a', 'c'] },
    ['unsafe enum-value-removed', 'safe enum-value-added'],
    ['unsafe enum-value-removed', 'safe enum-value-added'],
  ],
  ['another order', { enum: ['a', 'b'] }, { enum: ['b', 'a'] }, [], []],
  ['from none', {}, { enum: ['a'] }, ['unsafe enum-added'], ['safe enum-removed']],
  [
    'from an empty one',
    { enum: [] },
    { enum: ['a'] },
    ['unsafe enum-added'],
    ['safe enum-removed'],
  ],
  ['an empty one', {}, { enum: [] }, [], []],
  [
    'text and number',
    { enum: ['1', 1] },
    { enum: [1] },
    ['unsafe enum-value-removed'],
    ['safe enum-value-added'],
  ],
  ['objects', { enum: [{ a: 1, b: 2 }] }, { enum: [{ b: 2, a: 1 }] }, [], []],
];

const TEXTS: Case[] = [
  ['pattern', {}, { pattern: '^a' }, ['unsafe pattern-added'], ['safe pattern-removed']],
  [
    'another pattern',
    { pattern: '^a' },
    { pattern: '^b' },
    ['unsafe pattern-changed'],
    ['unsafe pattern-changed'],
  ],
  [
    'format',
    { type: 'string' },
    { type: 'string', format: 'ipv4' },
    ['unsafe format-added'],
    ['safe format-relaxed'],
  ],
  [
    'another format',
    { format: 'ipv4' },
    { format: 'ipv6' },
    ['unsafe format-changed'],
    ['unsafe format-changed'],
  ],
  [
    'int32 and int64',
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64' },
    ['safe format-relaxed'],
    ['unsafe format-changed'],
  ],
  [
    'int64 for an integer',
    { type: 'integer' },
    { type: 'integer', format: 'int64' },
    ['safe format-relaxed'],
    ['safe format-relaxed'],
  ],
  [
    'int32 for an integer',
    { type: 'integer' },
    { type: 'integer', format: 'int32' },
    ['unsafe format-added'],
    ['safe format-relaxed'],
  ],
];

const DEFAULTS: Case[] = [
  ['a default', {}, { default: 'a' }, ['unsafe default-added'], ['unsafe default-removed']],
  ['false', {}, { default: false }, ['unsafe default-added'], ['unsafe default-removed']],
  ['an empty list', {}, { default: [] }, ['unsafe default-added'], ['unsafe default-removed']],
  ['null', {}, { default: null }, [], []],
  [
    'another',
    { default: 1 },
    { default: 2 },
    ['unsafe default-changed'],
    ['unsafe default-changed'],
  ],
  ['the same in another order', { default: { a: 1, b: 2 } }, { default: { b: 2, a: 1 } }, [], []],
];

describe('types', () => testCases(TYPES));
describe('enum', () => testCases(ENUMS));
describe('pattern and format', () => testCases(TEXTS));
describe('default', () => testCases(DEFAULTS));
