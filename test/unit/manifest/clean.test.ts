import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutLiveFields } from '../../../src/manifest/clean.ts';
import { crd, object } from '../support/objects.ts';

const NULL = { creationTimestamp: null };

describe('withoutLiveFields', () => {
  it('takes away status and empty creation timestamps', () => {
    const dirty = object('apps/v1 Deployment ns/a', {
      metadata: NULL,
      spec: { template: { metadata: { ...NULL, labels: { a: 'b' } }, spec: { x: 1 } } },
      status: { replicas: 1 },
    });
    const clean = object('apps/v1 Deployment ns/a', {
      spec: { template: { metadata: { labels: { a: 'b' } }, spec: { x: 1 } } },
    });
    assert.deepEqual(withoutLiveFields(dirty), clean);
    assert.deepEqual(withoutLiveFields(clean), clean);
    assert.ok('status' in dirty);
  });

  it('takes them from the job template of a CronJob', () => {
    const spec = (metadata: object) => ({
      jobTemplate: { metadata, spec: { template: { metadata, spec: {} } } },
    });
    assert.deepEqual(
      withoutLiveFields(object('batch/v1 CronJob ns/a', { spec: spec(NULL) })),
      object('batch/v1 CronJob ns/a', { spec: spec({}) }),
    );
  });

  it('takes away what an API server has written into metadata', () => {
    const read = object('v1 ConfigMap ns/a', {
      metadata: {
        labels: { a: 'b' },
        creationTimestamp: '2026-01-01T00:00:00Z',
        generation: 2,
        managedFields: [{ manager: 'kubectl', operation: 'Update' }],
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'b', uid: 'c' }],
        resourceVersion: '5',
        selfLink: '/api/v1/namespaces/ns/configmaps/a',
        uid: '5d1d4b2e-0000-4000-8000-000000000000',
      },
    });
    const clean = object('v1 ConfigMap ns/a', { metadata: { labels: { a: 'b' } } });
    assert.deepEqual(withoutLiveFields(read), clean);
  });

  it('keeps a creation timestamp with a value in a template', () => {
    const metadata = { creationTimestamp: '2026-01-01T00:00:00Z' };
    const kept = object('apps/v1 Deployment ns/a', { spec: { template: { metadata } } });
    assert.deepEqual(withoutLiveFields(kept), kept);
  });

  it('keeps a field of these names in the schema of a CRD', () => {
    const properties = { status: { type: 'string' }, metadata: { creationTimestamp: null } };
    const schema = { type: 'object', properties };
    const kept = crd('Lamp', { versions: [{ name: 'v1', storage: true, schema }] });
    assert.deepEqual(withoutLiveFields(kept), kept);
  });

  it('keeps data of these names', () => {
    const kept = object('v1 ConfigMap a', { data: { status: 'on', metadata: 'text' } });
    assert.deepEqual(withoutLiveFields(kept), kept);
  });
});
