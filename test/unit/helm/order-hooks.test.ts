import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { orderHooks } from '../../../src/helm/order-hooks.ts';
import * as fc from 'fast-check';
import { DEPENDS_ON } from '../../../src/manifest/depends-on.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { object } from '../support/objects.ts';
import { planOf } from '../support/plan.ts';

const WEBHOOK = 'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration';

const hook = (identity: string, events: string, weight?: string, more = {}): KubernetesObject =>
  object(identity, {
    metadata: {
      annotations: {
        'helm.sh/hook': events,
        ...(weight === undefined ? {} : { 'helm.sh/hook-weight': weight }),
        ...more,
      },
    },
  });

/** What each object depends on, by the names of both. */
function edges(...objects: KubernetesObject[]): Record<string, string[]> {
  return Object.fromEntries(
    orderHooks(objects).objects.flatMap(({ metadata }) => {
      const value = metadata.annotations?.[DEPENDS_ON];
      return value === undefined
        ? []
        : [[metadata.name, value.split(',').map((each) => each.split('/').at(-1) ?? '')]];
    }),
  );
}

describe('orderHooks', () => {
  it('makes plain objects of hooks', () => {
    const { objects, running } = orderHooks([
      hook('v1 ConfigMap ns/a', 'pre-install', '5', {
        'helm.sh/hook-delete-policy': 'before-hook-creation',
        'helm.sh/hook-output-log-policy': 'hook-failed',
        'helm.sh/resource-policy': 'keep',
      }),
      hook('v1 ConfigMap ns/b', 'post-upgrade'),
      object('v1 ConfigMap ns/c'),
    ]);
    const kept = { annotations: { 'helm.sh/resource-policy': 'keep' } };
    assert.deepEqual(objects, [
      object('v1 ConfigMap ns/c'),
      object('v1 ConfigMap ns/a', { metadata: kept }),
      object('v1 ConfigMap ns/b'),
    ]);
    assert.deepEqual(running, []);
  });

  it('keeps Jobs that would go by themselves', () => {
    const job = (spec: object) => ({ ...hook('batch/v1 Job ns/a', 'pre-install'), spec });
    const plain = { ...job({ ttlSecondsAfterFinished: 9 }), metadata: { name: 'b' } };
    const { objects } = orderHooks([
      job({ backoffLimit: 1, ttlSecondsAfterFinished: 30 }) as KubernetesObject,
      plain as KubernetesObject,
    ]);
    const specs = Object.fromEntries(objects.map(({ metadata, spec }) => [metadata.name, spec]));
    assert.deepEqual(specs, { a: { backoffLimit: 1 }, b: { ttlSecondsAfterFinished: 9 } });
  });

  it('drops hooks for what never happens, and says why', () => {
    const { objects, dropped } = orderHooks([
      hook('batch/v1 Job ns/a', 'pre-delete,post-delete'),
      hook('v1 Pod ns/b', 'test'),
      hook('v1 Pod ns/c', 'post-rollback'),
      hook('v1 Pod ns/d', 'crd-install'),
      hook('v1 Pod ns/e', 'pre-delete, post-install'),
    ]);
    assert.deepEqual(
      objects.map(({ metadata }) => metadata.name),
      ['e'],
    );
    assert.deepEqual(
      dropped.map(({ object: id }) => displayObject(id)),
      ['Job ns/a', 'Pod ns/b', 'Pod ns/c', 'Pod ns/d'],
    );
    assert.match(dropped[0]?.reason ?? '', /hook of Helm for pre-delete, post-delete/);
  });

  it('puts Jobs before the workloads, and what they need before them', () => {
    assert.deepEqual(
      edges(
        object('apps/v1 Deployment ns/web'),
        object('v1 Service ns/svc'),
        object('example.com/v1 Deployment ns/not-a-workload'),
        hook('v1 ServiceAccount ns/account', 'pre-install', '-1'),
        hook('v1 ConfigMap ns/config', 'pre-install'),
        hook('v1 ConfigMap ns/later', 'pre-install', '1'),
        hook('batch/v1 Job ns/job', 'pre-install,pre-upgrade'),
        hook('batch/v1 Job ns/second', 'pre-install', '2'),
      ),
      {
        web: ['job', 'second'],
        job: ['account', 'config'],
        second: ['account', 'config', 'later', 'job'],
      },
    );
  });

  it('puts Jobs and custom resources of post-install after the workloads', () => {
    assert.deepEqual(
      edges(
        object('apps/v1 Deployment ns/web'),
        hook('batch/v1 Job ns/job', 'post-install'),
        hook('v1 ServiceAccount ns/account', 'post-install', 'nonsense'),
        hook('example.com/v1 Lamp ns/lamp', 'post-install,pre-upgrade', '-5'),
      ),
      { job: ['web', 'account', 'lamp'], lamp: ['web'] },
    );
  });

  it('lets a Job that needs a webhook be after the workloads behind it', () => {
    const webhook = 'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration hook';
    assert.deepEqual(
      edges(
        object('apps/v1 Deployment ns/web'),
        hook(webhook, 'pre-install', '1'),
        hook('batch/v1 Job ns/first', 'pre-install'),
        hook('batch/v1 Job ns/second', 'pre-install', '1'),
      ),
      { web: ['first'], second: ['hook', 'first'] },
    );
  });

  it('keeps the order of Helm where a webhook refuses nothing', () => {
    const webhook = {
      ...hook('admissionregistration.k8s.io/v1 MutatingWebhookConfiguration hook', 'pre-install'),
      webhooks: [{ failurePolicy: 'Ignore' }],
    };
    assert.deepEqual(
      edges(
        object('apps/v1 Deployment ns/web'),
        webhook,
        hook('batch/v1 Job ns/job', 'pre-install', '1'),
      ),
      { web: ['job'], job: ['hook'] },
    );
  });

  it('keeps what an object depends on already', () => {
    const web = object('apps/v1 Deployment ns/web', {
      metadata: { annotations: { [DEPENDS_ON]: '/Namespace/x' } },
    });
    assert.deepEqual(edges(web, hook('batch/v1 Job ns/job', 'pre-install')), { web: ['x', 'job'] });
  });

  it('says what runs, and whether Helm would delete it', () => {
    const { running } = orderHooks([
      hook('batch/v1 Job ns/a', 'pre-install', '0', {
        'helm.sh/hook-delete-policy': 'before-hook-creation, hook-succeeded',
      }),
      hook('batch/v1 Job ns/b', 'post-install'),
      hook('v1 Secret ns/c', 'pre-install'),
    ]);
    assert.deepEqual(
      running.map(({ object: { name }, phase, isDeleted }) => [name, phase, isDeleted]),
      [
        ['a', 'before', true],
        ['b', 'after', false],
      ],
    );
  });

  it('never makes a circle, whatever the hooks', () => {
    const kinds = ['v1 ConfigMap', 'batch/v1 Job', 'apps/v1 Deployment', 'example.com/v1 Lamp'];
    const anyObject = fc.record({
      kind: fc.constantFrom(...kinds, WEBHOOK),
      events: fc.constantFrom(undefined, 'pre-install', 'post-install', 'post-install,pre-upgrade'),
      weight: fc.constantFrom(undefined, '-1', '0', '1'),
      failurePolicy: fc.constantFrom('Ignore', 'Fail'),
    });
    const property = fc.property(fc.array(anyObject, { maxLength: 8 }), (all) => {
      const objects = all.map(({ kind, events, weight, failurePolicy }, index) => {
        const identity = `${kind} ${kind === WEBHOOK ? '' : 'ns/'}o${index}`;
        const made = events === undefined ? object(identity) : hook(identity, events, weight);
        const labels = { app: 'web' };
        if (kind === WEBHOOK) {
          return {
            ...made,
            webhooks: [
              { failurePolicy, clientConfig: { service: { namespace: 'ns', name: 'web' } } },
            ],
          };
        }
        return kind.includes('Deployment')
          ? { ...made, spec: { template: { metadata: { labels } } } }
          : made;
      });
      const service = object('v1 Service ns/web', { spec: { selector: { app: 'web' } } });
      const ordered = orderHooks([service, ...objects]).objects;
      assert.equal(planOf(...ordered).order.length, objects.length + 1);
    });
    fc.assert(property, { seed: 1, numRuns: 500 });
  });

  it('names objects as the plan finds them', () => {
    const [web] = orderHooks([
      object('apps/v1 Deployment ns/web'),
      hook('batch/v1 Job ns/job', 'pre-install'),
    ]).objects;
    assert.equal(web?.metadata.annotations?.[DEPENDS_ON], 'batch/namespaces/ns/Job/job');
    assert.equal(objectId(web).name, 'web');
  });
});
