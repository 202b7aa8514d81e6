import type { SchemaCase } from './schema-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };

/** Numbers, texts and booleans, and their bounds. */
export const SCALAR_CASES: SchemaCase[] = [
  { what: 'a string', schema: text, accepted: ['', 'a'], refused: [1, true, {}, [], ['a']] },
  {
    what: 'an integer',
    schema: integer,
    accepted: [0, -1, 1, 9223372036854775807n, -9223372036854775808n],
    refused: [1.5, '1', true, 9223372036854775808n, 1e30],
  },
  {
    what: 'an int32',
    schema: { type: 'integer', format: 'int32' },
    accepted: [2147483647, -2147483648],
    refused: [2147483648, -2147483649],
  },
  {
    what: 'an int64',
    schema: { type: 'integer', format: 'int64' },
    accepted: [9223372036854775807n],
    refused: [18446744073709551615n],
  },
  {
    what: 'a number',
    schema: { type: 'number' },
    accepted: [1, 1.5, -1e300],
    refused: ['1', false],
  },
  {
    what: 'a float',
    schema: { type: 'number', format: 'float' },
    accepted: [1.5, 3e38],
    refused: [1e39],
  },
  { what: 'a boolean', schema: { type: 'boolean' }, accepted: [true, false], refused: ['true', 1] },
  {
    what: 'bounds',
    schema: { type: 'integer', minimum: 1, maximum: 4294967296n },
    accepted: [1, 4294967296],
    refused: [0, 4294967297],
  },
  {
    what: 'a bound that no double holds',
    schema: { type: 'integer', maximum: 9007199254740993n },
    accepted: [9007199254740990n],
    refused: [9007199254750000n],
  },
  {
    what: 'excluded bounds',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: 3,
      exclusiveMinimum: true,
      exclusiveMaximum: true,
    },
    accepted: [2],
    refused: [1, 3],
  },
  {
    what: 'a bound that is said not to be excluded',
    schema: { type: 'number', minimum: 0.5, exclusiveMinimum: false },
    accepted: [0.5],
    refused: [0.4],
  },
  {
    what: 'multiples',
    schema: { type: 'number', multipleOf: 0.01 },
    accepted: [0.07, 1.1, 12.34],
    refused: [0.005],
  },
  {
    what: 'a length in characters',
    schema: { type: 'string', minLength: 2, maxLength: 3 },
    accepted: ['ab', '\u{1F3EE}\u{1F3EE}\u{1F3EE}'],
    refused: ['a', 'abcd', '\u{1F3EE}'],
  },
  {
    what: 'an enum',
    schema: { type: 'string', enum: ['a', ''] },
    accepted: ['a', ''],
    refused: ['b', 'A'],
  },
  {
    what: 'an enum of numbers',
    schema: { type: 'integer', enum: [1, 2] },
    accepted: [1],
    refused: [3],
  },
];
