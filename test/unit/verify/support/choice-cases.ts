import type { SchemaCase } from './schema-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };

/** Schemas that are made of several. */
export const CHOICE_CASES: SchemaCase[] = [
  {
    what: 'a number or a text',
    schema: { 'x-kubernetes-int-or-string': true, pattern: '^\\d+%$' },
    accepted: [1, '5%'],
    refused: [1.5, 'x', true, {}],
  },
  {
    what: 'a number or a text, as generators write it',
    schema: { 'x-kubernetes-int-or-string': true, anyOf: [integer, text] },
    accepted: [1, '5%'],
    refused: [true],
  },
  {
    what: 'one of several',
    schema: {
      type: 'object',
      properties: { a: text, b: text },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    accepted: [{ a: '' }, { b: '' }],
    refused: [{}, { a: '', b: '' }],
  },
  {
    what: 'any of several, all of several, and not',
    schema: {
      type: 'object',
      properties: { a: integer, b: text },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
      allOf: [{ properties: { a: { minimum: 1 } } }, { properties: { a: { maximum: 3 } } }],
      not: { properties: { b: { enum: ['no'] } }, required: ['b'] },
    },
    accepted: [{ a: 1 }, { b: '' }, { a: 3, b: '' }],
    refused: [{}, { a: 0 }, { a: 4 }, { b: 'no' }],
  },
  {
    what: 'a choice of types inside of a field that keeps unknown ones',
    schema: {
      'x-kubernetes-preserve-unknown-fields': true,
      anyOf: [{ required: ['a'] }, { enum: ['x', 1] }],
    },
    accepted: [{ a: 1 }, 'x', 'y', 1],
    refused: [{}],
  },
  {
    what: 'lists in a schema that are empty, or hold the same twice',
    schema: {
      type: 'object',
      required: ['a', 'a'],
      properties: { a: { type: 'string', enum: ['x', 'x'] }, b: { type: 'string', enum: [] } },
      anyOf: [],
    },
    accepted: [{ a: 'x' }, { a: 'x', b: 'y' }],
    refused: [{}, { a: 'y' }],
  },
];
