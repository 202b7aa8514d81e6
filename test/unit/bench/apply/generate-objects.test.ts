import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import { generateObjects } from '../../../bench/apply/generate-objects.ts';

describe('generateObjects', () => {
  for (const [count, expected] of [
    [20, { Namespace: 1, CustomResourceDefinition: 1, Sample: 5, ConfigMap: 9, Deployment: 4 }],
    [
      300,
      { Namespace: 15, CustomResourceDefinition: 15, Sample: 75, ConfigMap: 135, Deployment: 60 },
    ],
    [
      3000,
      {
        Namespace: 150,
        CustomResourceDefinition: 150,
        Sample: 750,
        ConfigMap: 1350,
        Deployment: 600,
      },
    ],
  ] as const) {
    it(`makes ${count} objects in their shares`, () => {
      const counts: Record<string, number> = {};
      for (const { kind } of generateObjects(count)) {
        const family = kind.replace(/^Sample\d+$/, 'Sample');
        counts[family] = (counts[family] ?? 0) + 1;
      }
      assert.deepEqual(counts, expected);
    });
  }

  it('makes the same objects every time, none of them twice', () => {
    const objects = generateObjects(300);
    assert.deepEqual(generateObjects(300), objects);
    const keys = objects.map((object) => objectKey(objectId(object)));
    assert.equal(new Set(keys).size, 300);
  });

  it('makes every namespace and kind that its objects need', () => {
    const objects = generateObjects(100);
    const namespaces = new Set(
      objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
    );
    const plurals = new Set(
      objects
        .filter(({ kind }) => kind === 'CustomResourceDefinition')
        .map(({ metadata }) => metadata.name),
    );
    for (const { apiVersion, kind, metadata } of objects) {
      if (metadata.namespace !== undefined) assert.ok(namespaces.has(metadata.namespace));
      const [group = ''] = apiVersion.split('/');
      if (kind.startsWith('Sample')) assert.ok(plurals.has(`${kind.toLowerCase()}s.${group}`));
    }
  });
});
