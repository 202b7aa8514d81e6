import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, valueAt } from '../../../src/manifest/json.ts';
import type { JsonObject } from '../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { findWay } from '../../../src/migration/find-way.ts';
import { goneVersions } from '../../../src/migration/stored-versions.ts';
import { transitionalCrd } from '../../../src/migration/transitional-crd.ts';
import { A, AB, lamps } from '../upgrade/support/lamps.ts';
import { living, versions, webhook } from './support/live.ts';

function transition(live: KubernetesObject, next: KubernetesObject): KubernetesObject {
  const gone = goneVersions(live, next);
  const way = findWay(live, next, gone);
  assert.ok('to' in way, 'there is a way');
  return transitionalCrd(live, next, gone, way);
}

/** `name*` for the one that is stored, `-name` for one that is not served. */
function shown(crd: KubernetesObject): string {
  const list = valueAt(crd, ['spec', 'versions']) as JsonObject[];
  return list
    .map(
      ({ name, served, storage }) => `${served ? '' : '-'}${name as string}${storage ? '*' : ''}`,
    )
    .join(' ');
}

const VERSIONS: [live: string, stored: string[], next: string, expected: string][] = [
  ['v1alpha1', ['v1alpha1'], 'v1', 'v1* v1alpha1'],
  ['v1alpha1 v1*', ['v1alpha1', 'v1'], 'v1', 'v1* v1alpha1'],
  ['-v1alpha1 v1*', ['v1alpha1', 'v1'], 'v1', 'v1* -v1alpha1'],
  ['v1alpha1 v1beta1*', ['v1alpha1', 'v1beta1'], 'v1 v2*', 'v1 v2* v1alpha1 v1beta1'],
  ['v1alpha1 v1beta1*', ['v1beta1'], 'v1', 'v1* v1beta1'],
  ['v1* v1alpha1', ['v1alpha1', 'v1'], 'v1', 'v1* v1alpha1'],
];

describe('transitionalCrd', () => {
  for (const [live, stored, next, expected] of VERSIONS) {
    it(`serves ${expected} between ${live} and ${next}`, () => {
      const crd = transition(living(lamps(versions(live)), stored), lamps(versions(next)));
      assert.equal(shown(crd), expected);
    });
  }

  it('has the schema of each version, the annotation, and no status', () => {
    const live = living(lamps(versions('v1alpha1', { v1alpha1: AB })), ['v1alpha1']);
    const next = lamps(versions('v1', { v1: A }));
    next.metadata.annotations = { a: 'b' };
    const crd = transition(live, next);
    assert.deepEqual(crd.metadata.annotations, {
      a: 'b',
      'optional.microshift.io/migrating-from': 'v1alpha1',
    });
    const schemaOf = (index: number): unknown =>
      valueAt(crd, ['spec', 'versions', index, 'schema', 'openAPIV3Schema']);
    assert.deepEqual([schemaOf(0), schemaOf(1)], [A, AB]);
    assert.equal(crd.status, undefined);
    assert.deepEqual(next.metadata.annotations, { a: 'b' }, 'the next one is left as it is');
  });

  it('shows in a column of the stored version that it is in place, beside those of before', () => {
    const live = living(lamps(versions('v1alpha1')), ['v1alpha1']);
    const column = { name: 'Size', type: 'integer', jsonPath: '.spec.size' };
    const extras = { additionalPrinterColumns: [column] };
    const columnsOf = (next: KubernetesObject): unknown[] => {
      const found = valueAt(transition(live, next), ['spec', 'versions', 0]);
      const columns = isJsonObject(found) ? found.additionalPrinterColumns : [];
      return (columns as JsonObject[]).map(({ name }) => name);
    };
    assert.deepEqual(columnsOf(lamps([{ name: 'v1', extras }])), ['Size', 'Migrating to v1']);
    assert.deepEqual(columnsOf(lamps([{ name: 'v1' }])), ['Age', 'Migrating to v1']);
  });

  it('converts as the live one where that knows the new version, and by nothing else', () => {
    const { conversion } = webhook();
    const conversionOf = (live: string, liveRest: JsonObject, nextRest: JsonObject): unknown => {
      const before = living(lamps(versions(live), liveRest), ['v1alpha1']);
      return valueAt(transition(before, lamps(versions('v1* v2'), nextRest)), [
        'spec',
        'conversion',
      ]);
    };
    const none = { strategy: 'None' };
    assert.deepEqual(conversionOf('v1alpha1', {}, {}), none);
    assert.deepEqual(conversionOf('v1alpha1* v1', webhook(), {}), conversion);
    assert.deepEqual(conversionOf('v1alpha1* v1', {}, webhook('newer')), none);
    assert.deepEqual(conversionOf('v1alpha1* v1', webhook(), webhook('newer')), conversion);
  });

  it('leaves out versions that the live webhook does not know', () => {
    const live = living(lamps(versions('v1alpha1* v1'), webhook()), ['v1alpha1']);
    assert.equal(shown(transition(live, lamps(versions('v1* v2'), webhook()))), 'v1* v1alpha1');
  });

  it('gives a version without a schema one that keeps everything', () => {
    const live = living(lamps(versions('v1alpha1')), ['v1alpha1']);
    delete (valueAt(live, ['spec', 'versions', 0]) as JsonObject).schema;
    const crd = transition(live, lamps(versions('v1')));
    assert.deepEqual(valueAt(crd, ['spec', 'versions', 1, 'schema']), {
      openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    });
  });
});
