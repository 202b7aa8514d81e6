import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { rewriteManagedFields } from '../../../src/migration/rewrite-managed-fields.ts';

const KNOWN = { group: 'example.com', versions: new Set(['v1', 'v2']), to: 'v1' };

function entry(manager: string, version: string, rest: JsonObject = {}): JsonObject {
  const apiVersion = version.includes('/') ? version : `example.com/${version}`;
  return {
    manager,
    operation: 'Update',
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { [`f:${manager}`]: {} } },
    ...rest,
  };
}

const rewrite = (...managedFields: JsonObject[]): JsonObject[] | undefined =>
  rewriteManagedFields({ metadata: { managedFields } }, KNOWN);

describe('rewriteManagedFields', () => {
  it('changes nothing of versions that stay, other groups, and objects without any', () => {
    assert.equal(
      rewrite(entry('a', 'v1'), entry('b', 'v2'), entry('c', 'autoscaling/v3')),
      undefined,
    );
    assert.equal(rewriteManagedFields({ metadata: {} }, KNOWN), undefined);
    assert.equal(rewriteManagedFields(undefined, KNOWN), undefined);
    assert.equal(rewrite({ manager: 'a' }), undefined);
  });

  it('names the new version in all that go, whatever their operation and subresource', () => {
    const status = { subresource: 'status' };
    const apply = { operation: 'Apply' };
    assert.deepEqual(
      rewrite(entry('a', 'v1alpha1', status), entry('b', 'v1beta1', apply), entry('c', 'v2')),
      [entry('a', 'v1', status), entry('b', 'v1', apply), entry('c', 'v2')],
    );
  });

  it('unites entries that are one to the API server then', () => {
    const early = { time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:b': {} } } };
    const late = { time: '2026-02-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:c': {} } } };
    assert.deepEqual(
      rewrite(entry('a', 'v1alpha1', late), entry('b', 'v1'), entry('a', 'v1', early)),
      [
        entry('a', 'v1', { ...late, fieldsV1: { 'f:spec': { 'f:b': {}, 'f:c': {} } } }),
        entry('b', 'v1'),
      ],
    );
  });

  it('keeps apart what differs by manager, operation or subresource', () => {
    const entries = [
      entry('a', 'v1alpha1'),
      entry('a', 'v1', { subresource: 'status' }),
      entry('a', 'v1', { operation: 'Apply' }),
      entry('b', 'v1'),
    ];
    assert.equal(rewrite(...entries)?.length, 4);
  });

  it('takes away what the rewriting itself was noted for, and says so where nothing is left', () => {
    const own = entry('microshift-optional', 'v1');
    assert.deepEqual(rewrite(own, entry('a', 'v1')), [entry('a', 'v1')]);
    assert.deepEqual(rewrite(own), [{}]);
    assert.equal(rewrite({ ...own, operation: 'Apply' }), undefined);
  });
});
