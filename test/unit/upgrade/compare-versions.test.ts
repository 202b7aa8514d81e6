import { describe } from 'node:test';
import { testCrdCases } from './support/crd-cases.ts';
import type { CrdCase } from './support/crd-cases.ts';
import { WEBHOOK, lamps } from './support/lamps.ts';

const CASES: CrdCase[] = [
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
  testCrdCases(CASES);
});
