import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  formatInventory,
  newerFormat,
  parseInventory,
} from '../../../src/inventory/format-inventory.ts';
import { INTENT } from '../../../src/inventory/inventory.ts';
import type { Inventory, InventoryEntry } from '../../../src/inventory/inventory.ts';

const ENTRY: InventoryEntry = { digest: 'd', uid: 'u', state: 'generation 1' };
const inventory = (
  objects: Iterable<[string, InventoryEntry]>,
  rest: Partial<Inventory> = {},
): Inventory => ({
  release: '1.2.3',
  cluster: 'c',
  objects: new Map(objects),
  retained: new Map([
    ['b', 'u'],
    ['a', ''],
  ]),
  bundles: new Map(),
  incompatible: [],
  ...rest,
});
const RULE = {
  what: 'lamp',
  version: '1.2.0',
  source: 'api',
  domain: 'example.com',
  versions: '>=2',
  because: 'it flickers',
  evidence: 'https://example.com/1',
};
const LARGE = inventory(
  Array.from({ length: 10_000 }, (_, index) => [`ConfigMap./shop/${index}`, ENTRY] as const).map(
    ([key, entry]): [string, InventoryEntry] => [key, { ...entry, uid: `uid-${key}` }],
  ),
);

describe('formatInventory', () => {
  for (const [what, each] of [
    ['nothing', inventory([])],
    [
      'entries and intents',
      inventory([
        ['b', ENTRY],
        ['a', INTENT],
      ]),
    ],
    [
      'when it was complete',
      {
        ...inventory([]),
        completion: { at: '2026-11-26T10:00:00.123Z', program: { version: '1', commit: 'c' } },
      },
    ],
    [
      'bundles and what they do not go with',
      inventory([], { bundles: new Map([['example.com', 'v1.0.0']]), incompatible: [RULE] }),
    ],
    ['more than fits a ConfigMap as it is', LARGE],
  ] as const) {
    it(`writes what parseInventory reads: ${what}`, () => {
      assert.deepEqual(parseInventory(formatInventory(each)), each);
    });
  }

  it('compresses what is large, and only that', () => {
    assert.ok(JSON.stringify(formatInventory(LARGE)).length < 512 * 1024);
    assert.deepEqual(Object.keys(formatInventory(LARGE)), ['binaryData']);
    assert.deepEqual(Object.keys(formatInventory(inventory([]))), ['data']);
  });

  it('is the same for the same content in another order', () => {
    const [one, two] = [
      inventory([
        ['b', ENTRY],
        ['a', INTENT],
      ]),
      inventory([
        ['a', INTENT],
        ['b', ENTRY],
      ]),
    ];
    assert.deepEqual(formatInventory(one), formatInventory(two));
  });
});

describe('parseInventory', () => {
  const record = (value: unknown): object => ({
    data: { 'inventory.json': JSON.stringify(value) },
  });
  const binary = (bytes: Buffer): object => ({
    binaryData: { 'inventory.json.gz': bytes.toString('base64') },
  });
  const unreadable: [string, unknown][] = [
    ['nothing', undefined],
    ['no data', {}],
    ['no text', { data: { 'inventory.json': 1 } }],
    ['no JSON', { data: { 'inventory.json': '{"version":2,' } }],
    ['no object', record([])],
    ['another version', record({ version: 1, objects: {} })],
    ['no objects', record({ version: 2 })],
    ['no gzip', binary(Buffer.from('no gzip'))],
    ['a bomb', binary(gzipSync(Buffer.alloc(100 * 1024 * 1024)))],
  ];
  for (const [name, stored] of unreadable) {
    it(`takes an unreadable record for none: ${name}`, () => {
      assert.equal(parseInventory(stored), undefined);
    });
  }

  it('reads a record without, or with an odd time of completion', () => {
    const odd = [undefined, 1, {}, { at: 'yesterday' }, { at: '2026-01-01T00:00:00Z\n' }];
    for (const completion of odd) {
      const found = parseInventory(record({ version: 2, objects: {}, completion }));
      assert.ok(found);
      assert.equal(found.completion, undefined);
    }
  });

  it('tells the format of what a newer program wrote from what is damaged', () => {
    assert.equal(newerFormat(record({ version: 7, things: [] })), 7);
    for (const version of [undefined, 1, 2, '7', 2.5, null]) {
      assert.equal(newerFormat(record({ version, objects: {} })), undefined);
    }
    assert.equal(newerFormat({}), undefined);
  });

  it('takes an unreadable entry for an intent: the object may be ours', () => {
    for (const entry of [null, {}, [1, 2, 3], 'x']) {
      const found = parseInventory(record({ version: 2, objects: { a: entry } }));
      assert.deepEqual(found?.objects.get('a'), INTENT);
    }
  });
});
