import { describe } from 'node:test';
import { testCases } from '../support/cases.ts';
import type { Case } from '../support/cases.ts';

const list = (rest: object) => ({ type: 'array', items: { type: 'string' }, ...rest });
const A = { required: ['a'] };
const B = { required: ['b'] };

const COMBINATIONS: Case[] = [
  ['oneOf from none', {}, { oneOf: [A] }, ['unsafe one-of-changed'], ['safe one-of-relaxed']],
  [
    'another oneOf',
    { oneOf: [A] },
    { oneOf: [A, B] },
    ['unsafe one-of-changed'],
    ['unsafe one-of-changed'],
  ],
  ['anyOf from none', {}, { anyOf: [A] }, ['unsafe any-of-changed'], ['safe any-of-relaxed']],
  [
    'one anyOf more',
    { anyOf: [A] },
    { anyOf: [B, A] },
    ['safe any-of-relaxed'],
    ['unsafe any-of-changed'],
  ],
  [
    'another anyOf',
    { anyOf: [A] },
    { anyOf: [B] },
    ['unsafe any-of-changed'],
    ['unsafe any-of-changed'],
  ],
  ['allOf from none', {}, { allOf: [A] }, ['unsafe all-of-changed'], ['safe all-of-relaxed']],
  [
    'one allOf more',
    { allOf: [A] },
    { allOf: [B, A] },
    ['unsafe all-of-changed'],
    ['safe all-of-relaxed'],
  ],
  ['not', {}, { not: A }, ['unsafe not-changed'], ['safe not-relaxed']],
  ['another not', { not: A }, { not: B }, ['unsafe not-changed'], ['unsafe not-changed']],
  [
    'other words',
    { oneOf: [{ ...A, description: 'a' }] },
    { oneOf: [{ ...A, title: 'b' }] },
    [],
    [],
  ],
  [
    'a property called description',
    { oneOf: [{ properties: { description: { maxLength: 2 } } }] },
    { oneOf: [{ properties: { description: { maxLength: 1 } } }] },
    ['unsafe one-of-changed'],
    ['unsafe one-of-changed'],
  ],
  [
    'only whole numbers of int-or-string',
    { 'x-kubernetes-int-or-string': true },
    { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }] },
    ['unsafe any-of-changed'],
    ['safe any-of-relaxed'],
  ],
  [
    'int-or-string, written out in allOf',
    { 'x-kubernetes-int-or-string': true, allOf: [A] },
    {
      'x-kubernetes-int-or-string': true,
      allOf: [{ anyOf: [{ type: 'integer' }, { type: 'string' }] }, A],
    },
    [],
    [],
  ],
];

const TYPE = 'x-kubernetes-list-type';
const KEYS = 'x-kubernetes-list-map-keys';

const MERGING: Case[] = [
  [
    'set',
    list({}),
    list({ [TYPE]: 'set' }),
    ['unsafe list-type-changed'],
    ['unsafe list-type-changed'],
  ],
  ['atomic, written out', list({}), list({ [TYPE]: 'atomic' }), [], []],
  ['granular, written out', {}, { 'x-kubernetes-map-type': 'granular' }, [], []],
  [
    'an atomic map',
    {},
    { 'x-kubernetes-map-type': 'atomic' },
    ['unsafe map-type-changed'],
    ['unsafe map-type-changed'],
  ],
  [
    'another key',
    list({ [TYPE]: 'map', [KEYS]: ['name'] }),
    list({ [TYPE]: 'map', [KEYS]: ['name', 'port'] }),
    ['unsafe list-map-keys-changed'],
    ['unsafe list-map-keys-changed'],
  ],
  [
    'another order of keys',
    list({ [KEYS]: ['name', 'port'] }),
    list({ [KEYS]: ['port', 'name'] }),
    [],
    [],
  ],
];

const EMBEDDED = 'x-kubernetes-embedded-resource';
const OBJECT_FIELDS = ['apiVersion', 'kind', 'metadata'];

const OTHERS: Case[] = [
  [
    'an embedded object',
    {},
    { [EMBEDDED]: true },
    [
      'unsafe embedded-resource-changed',
      ...OBJECT_FIELDS.map((field) => `safe field-added f.${field}`),
    ],
    [
      'unsafe embedded-resource-changed',
      ...OBJECT_FIELDS.map((field) => `lossy field-removed f.${field}`),
    ],
  ],
  [
    'a keyword that is not known',
    {},
    { 'x-kubernetes-new': 1 },
    ['unsafe keyword-changed'],
    ['unsafe keyword-changed'],
  ],
  ['id', { id: 'a' }, { id: 'b' }, ['unsafe keyword-changed'], ['unsafe keyword-changed']],
  [
    'patternProperties',
    {},
    { patternProperties: {} },
    ['unsafe keyword-changed'],
    ['unsafe keyword-changed'],
  ],
  [
    '__proto__',
    {},
    JSON.parse('{"__proto__": {"a": 1}}'),
    ['unsafe keyword-changed'],
    ['unsafe keyword-changed'],
  ],
];

const WORDS: Case[] = ['title', 'description', 'example', 'externalDocs'].map((name) => [
  name,
  { [name]: 'a' },
  {},
  ['safe documentation-changed'],
  ['safe documentation-changed'],
]);

describe('oneOf, anyOf, allOf and not', () => testCases(COMBINATIONS));
describe('merging', () => testCases(MERGING));
describe('other keywords', () => testCases([...OTHERS, ...WORDS]));
