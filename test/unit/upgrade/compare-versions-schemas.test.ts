import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareCrds } from '../../../src/upgrade/compare-crds.ts';
import { testCrdCases } from './support/crd-cases.ts';
import type { CrdCase } from './support/crd-cases.ts';
import { A, AB, WEBHOOK, lamps } from './support/lamps.ts';

const CASES: CrdCase[] = [
  [
    'a field goes from the same version',
    lamps([{ name: 'v1', schema: AB }]),
    lamps([{ name: 'v1' }]),
    ['lossy field-removed v1 spec.b'],
  ],
  [
    'a field goes from an unserved version',
    lamps([{ name: 'v1', served: false, schema: AB }, { name: 'v2' }]),
    lamps([{ name: 'v1', served: false }, { name: 'v2' }]),
    ['lossy field-removed v1 spec.b'],
  ],
  [
    'a field goes with the stored version',
    lamps([{ name: 'v1alpha1', schema: AB }]),
    lamps([{ name: 'v1' }]),
    [
      'safe version-added v1',
      'migratable version-removed v1alpha1',
      'lossy field-removed v1alpha1 → v1 spec.b',
    ],
  ],
  [
    'a field goes with a version that is not stored',
    lamps([{ name: 'v1alpha1', schema: AB }, { name: 'v1' }]),
    lamps([{ name: 'v1' }]),
    ['migratable version-removed v1alpha1'],
  ],
  [
    'a field goes with another version to store in',
    lamps([{ name: 'v1', served: false, storage: true, schema: AB }, { name: 'v2' }]),
    lamps([{ name: 'v1', served: false, schema: AB }, { name: 'v2' }]),
    ['migratable storage-version-changed v1', 'lossy field-removed v1 → v2 spec.b'],
  ],
  [
    'a webhook may keep the field',
    lamps([{ name: 'v1alpha1', schema: AB }], WEBHOOK),
    lamps([{ name: 'v1' }], WEBHOOK),
    ['safe version-added v1', 'unsafe version-removed v1alpha1'],
  ],
  [
    'one change in several versions',
    lamps([
      { name: 'v1beta1', schema: AB },
      { name: 'v1', schema: AB },
    ]),
    lamps([{ name: 'v1beta1', storage: true }, { name: 'v1' }]),
    [
      'migratable storage-version-changed v1',
      'lossy field-removed v1beta1, v1, v1 → v1beta1 spec.b',
    ],
  ],
  [
    'a served version with another schema comes',
    lamps([{ name: 'v1', schema: AB }]),
    lamps([{ name: 'v1', storage: true, schema: AB }, { name: 'v2' }]),
    ['safe version-added v2', 'lossy field-removed v1 → v2 spec.b'],
  ],
  [
    'so it does where a webhook converts',
    lamps([{ name: 'v1', schema: AB }], WEBHOOK),
    lamps([{ name: 'v1', storage: true, schema: AB }, { name: 'v2' }], WEBHOOK),
    ['safe version-added v2'],
  ],
  [
    'an unserved version with another schema comes',
    lamps([{ name: 'v1', schema: AB }]),
    lamps([
      { name: 'v1', storage: true, schema: AB },
      { name: 'v2', served: false },
    ]),
    ['safe version-added v2'],
  ],
  [
    'served versions differ as before',
    lamps([{ name: 'v1', schema: AB }, { name: 'v2' }]),
    lamps([{ name: 'v1', schema: AB }, { name: 'v2' }]),
    [],
  ],
  [
    'a webhook that converted goes',
    lamps([{ name: 'v1', schema: AB }, { name: 'v2' }], WEBHOOK),
    lamps([{ name: 'v1', schema: AB }, { name: 'v2' }]),
    ['unsafe conversion-changed', 'lossy field-removed v1 → v2 spec.b'],
  ],
  [
    'a webhook goes where there is one version',
    lamps([{ name: 'v1' }], WEBHOOK),
    lamps([{ name: 'v1' }]),
    ['safe conversion-changed'],
  ],
  [
    'a webhook comes',
    lamps([{ name: 'v1' }]),
    lamps([{ name: 'v1' }], WEBHOOK),
    ['safe conversion-changed'],
  ],
];

describe('compareCrds: schemas of versions', () => {
  testCrdCases(CASES);

  it('compares served versions from the older to the newer', () => {
    const names = ['v2', 'v1', 'v1beta2', 'v1beta1', 'v1alpha1', 'odd'];
    const schema = (name: string) => (name === 'odd' ? AB : A);
    const versions = names.map((name) => ({ name, schema: schema(name) }));
    const found = compareCrds([lamps(versions.slice(0, 1))], [lamps(versions)]).find(
      ({ change }) => change === 'field-removed',
    );
    assert.deepEqual(
      found?.versions,
      ['v1alpha1', 'v1beta1', 'v1beta2', 'v1', 'v2'].map((name) => `odd → ${name}`),
    );
  });
});
