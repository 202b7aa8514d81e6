import { describe } from 'node:test';
import { testCases } from './support/cases.ts';
import type { Case } from './support/cases.ts';
import { NUMBER, TEXT, list, map, object } from './support/schemas.ts';

const FIELDS: Case[] = [
  [
    'a field',
    object({ a: TEXT }),
    object({ a: TEXT, b: TEXT }),
    ['safe field-added f.b'],
    ['lossy field-removed f.b'],
  ],
  [
    'a field with fields, once',
    object({}),
    object({ a: object({ b: object({ c: TEXT }) }) }),
    ['safe field-added f.a'],
    ['lossy field-removed f.a'],
  ],
  [
    'a field of a field',
    object({ a: object({ b: TEXT }) }),
    object({ a: object({}) }),
    ['lossy field-removed f.a.b'],
    ['safe field-added f.a.b'],
  ],
  [
    'all properties',
    object({ a: TEXT, b: TEXT }),
    { type: 'object' },
    ['lossy field-removed f.a', 'lossy field-removed f.b'],
    ['safe field-added f.a', 'safe field-added f.b'],
  ],
  [
    'a field of the items of a list',
    list(object({ a: TEXT })),
    list(object({})),
    ['lossy field-removed f[].a'],
    ['safe field-added f[].a'],
  ],
  [
    'a field of the values of a map',
    map(object({ a: TEXT })),
    map(object({})),
    ['lossy field-removed f{}.a'],
    ['safe field-added f{}.a'],
  ],
  [
    'a field of lists in maps in lists',
    list(map(list(object({ a: TEXT })))),
    list(map(list(object({})))),
    ['lossy field-removed f[]{}[].a'],
    ['safe field-added f[]{}[].a'],
  ],
  [
    'the type of items',
    list(TEXT),
    list(NUMBER),
    ['unsafe type-changed f[]'],
    ['unsafe type-changed f[]'],
  ],
  [
    'fields with special names',
    object({ 'a.b': TEXT, constructor: TEXT }),
    object({}),
    ['lossy field-removed f["a.b"]', 'lossy field-removed f.constructor'],
    ['safe field-added f["a.b"]', 'safe field-added f.constructor'],
  ],
  [
    'a field with another type, once',
    object({ a: object({ b: TEXT }) }),
    object({ a: list(object({ b: NUMBER })) }),
    ['unsafe type-changed f.a'],
    ['unsafe type-changed f.a'],
  ],
];

const REQUIRED: Case[] = [
  [
    'a field that is there',
    object({ a: TEXT }),
    object({ a: TEXT }, { required: ['a'] }),
    ['unsafe field-required f.a'],
    ['safe field-optional f.a'],
  ],
  [
    'a new field',
    object({}),
    object({ a: TEXT }, { required: ['a'] }),
    ['unsafe field-required f.a', 'safe field-added f.a'],
    ['lossy field-removed f.a'],
  ],
  [
    'a new field with a default',
    object({}),
    object({ a: { ...TEXT, default: '' } }, { required: ['a'] }),
    ['safe field-required f.a', 'safe field-added f.a'],
    ['lossy field-removed f.a'],
  ],
  [
    'a field in a new field',
    object({}),
    object({ a: object({ b: TEXT }, { required: ['b'] }) }),
    ['safe field-added f.a'],
    ['lossy field-removed f.a'],
  ],
  [
    'a field without a schema',
    object({}),
    object({}, { required: ['a'] }),
    ['unsafe field-required f.a'],
    ['safe field-optional f.a'],
  ],
];

describe('compareSchemas: fields', () => testCases(FIELDS));
describe('compareSchemas: required fields', () => testCases(REQUIRED));
