import type { SchemaCase } from './schema-case.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };

/** Lists, and lists that are sets or maps. */
export const LIST_CASES: SchemaCase[] = [
  {
    what: 'a list of any items',
    schema: {
      type: 'array',
      'x-kubernetes-preserve-unknown-fields': true,
      items: { type: 'object', properties: { b: text } },
    },
    accepted: [[{ c: 1 }, { b: '' }]],
    refused: [[1], [{ b: 1 }]],
  },
  {
    what: 'items',
    schema: {
      type: 'array',
      items: { type: 'object', properties: { a: integer } },
      minItems: 1,
      maxItems: 2,
    },
    accepted: [[{ a: 1 }, {}]],
    refused: [[], [{}, {}, {}], [{ a: '1' }], [{ b: 1 }], {}],
  },
  {
    what: 'a list that is a set',
    schema: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
    accepted: [['a', 'b']],
    refused: [['a', 'b', 'a']],
  },
  {
    what: 'a list that is a map',
    schema: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['a', 'b'],
      items: {
        type: 'object',
        required: ['a'],
        properties: { a: text, b: { type: 'integer', default: 1 } },
      },
    },
    accepted: [
      [{ a: 'x' }, { a: 'x', b: 2 }],
      [{ a: 'x' }, { a: 'y' }],
    ],
    refused: [
      [{ a: 'x' }, { a: 'x', b: 1 }],
      [
        { a: 'x', b: 2 },
        { a: 'x', b: 2 },
      ],
    ],
  },
];
