import { describe } from 'node:test';
import { testCases } from './support/cases.ts';
import type { Case } from './support/cases.ts';
import { KEEP, NUMBER, TEXT, list, map, object } from './support/schemas.ts';

const MAPS: Case[] = [
  [
    'any fields',
    object({ a: TEXT }),
    map(TEXT),
    ['safe field-added f{}'],
    ['lossy field-removed f{}'],
  ],
  [
    'any fields of another type',
    object({ a: TEXT }),
    map(NUMBER),
    ['unsafe type-changed f.a', 'safe field-added f{}'],
    ['unsafe type-changed f.a', 'lossy field-removed f{}'],
  ],
  ['any value', map(TEXT), map(true), ['safe type-widened f{}'], ['unsafe type-changed f{}']],
  [
    'any value instead of objects',
    map(object({ a: TEXT })),
    map(true),
    ['safe type-widened f{}', 'lossy field-removed f{}.a'],
    ['unsafe type-changed f{}'],
  ],
  ['no values', map(TEXT), map(false), ['lossy field-removed f{}'], ['safe field-added f{}']],
];

const PRESERVING: Case[] = [
  [
    'unknown fields',
    object({ a: TEXT }),
    object({ a: TEXT }, KEEP),
    ['safe preserve-unknown-fields-added'],
    ['lossy preserve-unknown-fields-removed'],
  ],
  [
    'a field among them',
    object({ a: TEXT }),
    object({}, KEEP),
    ['safe preserve-unknown-fields-added', 'safe field-opened f.a'],
    ['lossy preserve-unknown-fields-removed', 'unsafe type-changed f.a'],
  ],
  [
    'a field that comes among them',
    object({}, KEEP),
    object({ a: TEXT }, KEEP),
    ['unsafe type-changed f.a'],
    ['safe field-opened f.a'],
  ],
  [
    'an object that comes among them',
    object({}, KEEP),
    object({ a: object({ b: TEXT }) }, KEEP),
    ['unsafe type-changed f.a', 'lossy preserve-unknown-fields-removed f.a'],
    ['safe field-opened f.a'],
  ],
  [
    'a map among them',
    map(TEXT),
    object({}, KEEP),
    ['safe preserve-unknown-fields-added', 'safe field-opened f{}'],
    ['unsafe type-changed f{}'],
  ],
  [
    'a list that keeps those of its items',
    { ...list(object({})), ...KEEP },
    list(object({})),
    ['lossy preserve-unknown-fields-removed f[]'],
    ['safe preserve-unknown-fields-added', 'safe preserve-unknown-fields-added f[]'],
  ],
  [
    'not, written out',
    object({}),
    object({}, { 'x-kubernetes-preserve-unknown-fields': false }),
    [],
    [],
  ],
  ['a text', TEXT, { ...TEXT, ...KEEP }, ['safe preserve-unknown-fields-added'], []],
];

describe('compareSchemas: maps', () => testCases(MAPS));
describe('compareSchemas: unknown fields', () => testCases(PRESERVING));
