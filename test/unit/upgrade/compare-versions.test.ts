import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crdChanges } from './support/changes.ts';
import { WEBHOOK, lamps } from './support/lamps.ts';

type Case = readonly [what: string, before: KubernetesObject, after: KubernetesObject, string[]];

const CASES: Case[] = [
  [
    'a version comes',
    lamps([{ name: 'v1' }]),
    lamps([{ name: 'v1', storage: true }, { name: 'v2' }]),
    ['safe version-added v2'],
  ],
  [
    'a stored version goes',
    lamps([{ name: 'v1alpha1' }]),
    lamps([{ name: 'v1' }]),
    ['safe version-added v1', 'migratable version-removed v1alpha1'],
  ],
  [
    'a version goes that was not stored',
    lamps([{ name: 'v1alpha1' }, { name: 'v1' }]),
    lamps([{ name: 'v1' }]),
    ['migratable version-removed v1alpha1'],
  ],
  [
    'an unserved version goes',
    lamps([{ name: 'v1alpha1', served: false }, { name: 'v1' }]),
    lamps([{ name: 'v1' }]),
    ['migratable version-removed v1alpha1'],
  ],
  [
    'no version is left to store in',
    lamps([{ name: 'v1' }]),
    lamps([]),
    ['unsafe version-removed v1'],
  ],
  [
    'no version is stored',
    lamps([{ name: 'v1' }]),
    lamps(
      [
        { name: 'v1', storage: false },
        { name: 'v2', served: false },
      ].map((version) => ({ ...version, storage: false })),
    ),
    ['unsafe storage-version-changed v1', 'safe version-added v2'],
  ],
  [
    'a stored version goes where a webhook converts',
    lamps([{ name: 'v1' }], WEBHOOK),
    lamps([{ name: 'v2' }], WEBHOOK),
    ['safe version-added v2', 'unsafe version-removed v1'],
  ],
  [
    'another version is stored',
    lamps([{ name: 'v1', storage: true }, { name: 'v2' }]),
    lamps([{ name: 'v1' }, { name: 'v2' }]),
    ['migratable storage-version-changed v1'],
  ],
  [
    'a version is no longer served',
    lamps([{ name: 'v1' }, { name: 'v2' }]),
    lamps([{ name: 'v1', served: false }, { name: 'v2' }]),
    ['migratable version-unserved v1'],
  ],
  [
    'no version is served',
    lamps([{ name: 'v1' }]),
    lamps([{ name: 'v1', served: false }]),
    ['unsafe version-unserved v1'],
  ],
  [
    'a version is served',
    lamps([{ name: 'v1', served: false }, { name: 'v2' }]),
    lamps([{ name: 'v1' }, { name: 'v2' }]),
    ['safe version-served v1'],
  ],
];

describe('compareCrds: versions', () => {
  for (const [what, before, after, expected] of CASES) {
    it(what, () => {
      const changes = crdChanges([before], [after]);
      assert.deepEqual(
        changes.map((text) => text.replace(' lamps.example.com', '')),
        expected,
      );
    });
  }
});
