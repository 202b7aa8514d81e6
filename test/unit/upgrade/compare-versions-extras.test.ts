import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { crdChanges } from './support/changes.ts';
import { lamps } from './support/lamps.ts';

const EXTRAS: [string, JsonObject, JsonObject, string, string][] = [
  [
    'status',
    {},
    { subresources: { status: {} } },
    'unsafe status-subresource-added',
    'unsafe status-subresource-removed',
  ],
  [
    'scale',
    {},
    { subresources: { scale: { specReplicasPath: '.a' } } },
    'safe scale-subresource-added',
    'unsafe scale-subresource-removed',
  ],
  [
    'another scale',
    { subresources: { scale: { specReplicasPath: '.a' } } },
    { subresources: { scale: { specReplicasPath: '.b' } } },
    'unsafe scale-subresource-changed',
    'unsafe scale-subresource-changed',
  ],
  [
    'selectable fields',
    {},
    { selectableFields: [{ jsonPath: '.spec.a' }] },
    'safe selectable-field-added',
    'unsafe selectable-field-removed',
  ],
  [
    'printer columns',
    {},
    { additionalPrinterColumns: [{ name: 'A' }] },
    'safe printer-columns-changed',
    'safe printer-columns-changed',
  ],
];

describe('compareCrds: what versions have beside their schema', () => {
  for (const [what, before, after, forth, back] of EXTRAS) {
    it(what, () => {
      const [old, current] = [before, after].map((extras) => [lamps([{ name: 'v1', extras }])]);
      const named = (text: string) => [`${text} lamps.example.com v1`];
      assert.deepEqual(crdChanges(old ?? [], current ?? []), named(forth));
      assert.deepEqual(crdChanges(current ?? [], old ?? []), named(back));
    });
  }
});
