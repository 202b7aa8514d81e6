import type { SchemaCase } from './schema-case.ts';

const text = { type: 'string' };

/** What null is taken for. */
export const NULL_CASES: SchemaCase[] = [
  {
    what: 'null where it is allowed',
    schema: { type: 'string', nullable: true },
    accepted: [null, 'a'],
    refused: [1],
  },
  {
    what: 'null where it is not',
    schema: text,
    accepted: [],
    refused: [null],
  },
  {
    what: 'null in a list',
    schema: { type: 'array', items: text },
    accepted: [],
    refused: [[null]],
  },
  {
    what: 'null in a list of what may be null',
    schema: { type: 'array', items: { type: 'string', nullable: true } },
    accepted: [[null, 'a']],
    refused: [],
  },
  {
    what: 'null for what is required',
    schema: { type: 'object', required: ['a'], properties: { a: text } },
    accepted: [],
    refused: [{ a: null }],
  },
  {
    what: 'null for an enum',
    schema: { type: 'string', nullable: true, enum: ['a'] },
    accepted: ['a'],
    refused: [null],
  },
  {
    what: 'null in a map',
    schema: { type: 'object', additionalProperties: text },
    accepted: [],
    refused: [{ a: null }],
  },
];
