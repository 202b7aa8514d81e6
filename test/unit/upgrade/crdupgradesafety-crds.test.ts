import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { compareCrds } from '../../../src/upgrade/compare-crds.ts';
import { lamps, WEBHOOK } from './support/lamps.ts';
import { TEXT, object } from './support/schemas.ts';

describe('what crdupgradesafety looks at beside fields', () => {
  const enumOf = (...values: string[]): JsonObject =>
    object({ spec: object({ f: { ...TEXT, enum: values } }) });
  const worst = (before: KubernetesObject, after: KubernetesObject): string[] => [
    ...new Set(compareCrds([before], [after]).map((change) => change.class)),
  ];

  it('scope change', () => {
    const v1 = [{ name: 'v1' }];
    assert.deepEqual(worst(lamps(v1), lamps(v1, { scope: 'Cluster' })), ['unsafe']);
  });

  it('stored version removed: migrated', () => {
    const classes = worst(lamps([{ name: 'v1alpha1' }]), lamps([{ name: 'v1alpha2' }]));
    assert.deepEqual(classes, ['safe', 'migratable']);
  });

  const differing = [
    { name: 'v1', schema: enumOf('foo', 'bar') },
    { name: 'v2', schema: enumOf('foo') },
  ];
  const alike = differing.map(({ name }) => ({ name, schema: enumOf('foo', 'bar') }));

  it('webhook conversion strategy exists', () => {
    assert.deepEqual(worst(lamps(differing, WEBHOOK), lamps(differing, WEBHOOK)), []);
  });

  it('missing conversion strategy and enum values removed', () => {
    assert.deepEqual(worst(lamps(differing, WEBHOOK), lamps(differing)), ['unsafe']);
  });

  it('old and new contain the same validation issues', () => {
    assert.deepEqual(worst(lamps(differing), lamps(differing)), []);
  });

  it('new introduces another validation issue', () => {
    assert.deepEqual(worst(lamps(alike), lamps(differing)), ['unsafe']);
  });

  it('no existing CRD', () => {
    assert.deepEqual(
      compareCrds([], [lamps(differing)]).map((change) => change.class),
      ['safe'],
    );
  });
});
