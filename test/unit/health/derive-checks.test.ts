import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resourcePath } from '../../../src/cluster/resource.ts';
import { deriveChecks } from '../../../src/health/derive-checks.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import type { Tree } from '../../../src/tree/read-tree.ts';
import type { HealthSpec } from '../../../src/tree/tree-description.ts';
import { crd, object, treeObjects } from '../support/objects.ts';
import { problemsOf } from '../support/problems.ts';

function tree(objects: KubernetesObject[], health: Partial<HealthSpec> = {}, name = 'tree'): Tree {
  return {
    name,
    version: undefined,
    directory: `/trees/${name}`,
    objects: treeObjects('a.yaml', ...objects),
    health: { workloads: [], conditions: [], ...health },
    upgrade: { mayDrop: [], adopts: [] },
    requests: [],
    sources: [],
    incompatible: [],
  };
}

/** `object: subject at path`, with `, once` for what need not be watched on. */
const shown = (...trees: Tree[]): string[] =>
  deriveChecks(trees).map(
    ({ id, subject, resource, final }) =>
      `${displayObject(id)}: ${subject} at ${resourcePath(resource)}${final ? ', once' : ''}`,
  );

const lamp = { group: 'example.com', kind: 'Lamp', namespace: 'shop', name: 'a' };
const LAMPS = '/apis/example.com/v1/namespaces/shop/lamps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/shop/deployments';

describe('deriveChecks', () => {
  const table: [string, KubernetesObject[], string[]][] = [
    ['nothing of a plain object', [object('v1 ConfigMap shop/a'), object('v1 Namespace shop')], []],
    [
      'that a CRD is Established',
      [crd()],
      [
        'CustomResourceDefinition lamps.example.com: Established at ' +
          '/apis/apiextensions.k8s.io/v1/customresourcedefinitions, once',
      ],
    ],
    [
      'that workloads are rolled out',
      ['apps/v1 Deployment', 'apps/v1 StatefulSet', 'apps/v1 DaemonSet', 'batch/v1 Job'].map(
        (kind) => object(`${kind} shop/a`),
      ),
      [
        'Deployment shop/a: rollout at /apis/apps/v1/namespaces/shop/deployments',
        'StatefulSet shop/a: rollout at /apis/apps/v1/namespaces/shop/statefulsets',
        'DaemonSet shop/a: rollout at /apis/apps/v1/namespaces/shop/daemonsets',
        'Job shop/a: rollout at /apis/batch/v1/namespaces/shop/jobs',
      ],
    ],
    [
      'a workload without a namespace in the default one',
      [object('apps/v1 Deployment a')],
      ['Deployment a: rollout at /apis/apps/v1/namespaces/default/deployments'],
    ],
    [
      'the condition of a kind that is well known',
      [object('apiregistration.k8s.io/v1 APIService v1.example.com')],
      [
        'APIService v1.example.com: condition Available at ' +
          '/apis/apiregistration.k8s.io/v1/apiservices',
      ],
    ],
    [
      'the condition of a well-known kind whose CRD is elsewhere',
      [object('gateway.networking.k8s.io/v1 Gateway shop/a')],
      [
        'Gateway.gateway.networking.k8s.io shop/a: condition Programmed at ' +
          '/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways',
      ],
    ],
    [
      'that the Services of webhooks have endpoints, each once',
      [
        {
          ...object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration guard'),
          webhooks: [
            { clientConfig: { service: { namespace: 'shop', name: 'guard' } } },
            { clientConfig: { service: { namespace: 'shop', name: 'guard' } } },
            { clientConfig: { url: 'https://example.com' } },
          ],
        },
      ],
      [
        'ValidatingWebhookConfiguration guard: endpoints of Service shop/guard at ' +
          '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      ],
    ],
    ['nothing of a custom kind of itself', [object('example.com/v1 Lamp shop/a')], []],
  ];
  for (const [name, objects, expected] of table) {
    it(`derives ${name}`, () => assert.deepEqual(shown(tree(objects)), expected));
  }

  it('knows the conditions of the Gateway API', () => {
    const gateway = crd('Gateway');
    const spec = gateway.spec as Record<string, unknown>;
    const definition = {
      ...gateway,
      spec: { ...spec, group: 'gateway.networking.k8s.io' },
    } as KubernetesObject;
    const objects = [definition, object('gateway.networking.k8s.io/v1 Gateway shop/a')];
    assert.equal(
      shown(tree(objects)).at(-1),
      'Gateway.gateway.networking.k8s.io shop/a: condition Programmed at ' +
        '/apis/gateway.networking.k8s.io/v1/namespaces/shop/gateways',
    );
  });

  it('adds what the description declares, of any tree’s kinds', () => {
    const health = {
      workloads: [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'operand' }],
      conditions: [{ ...lamp, type: 'Ready' }],
    };
    assert.deepEqual(shown(tree([], health), tree([crd()], {}, 'other')).slice(1), [
      `Deployment shop/operand: rollout at ${DEPLOYMENTS}`,
      `Lamp.example.com shop/a: condition Ready at ${LAMPS}`,
    ]);
  });

  it('looks at each object of a kind where no name is declared', () => {
    const { name: _, namespace, ...kind } = lamp;
    const health = { conditions: [{ ...kind, namespace: '', type: 'Ready' }] };
    const [check] = deriveChecks([tree([], health), tree([crd()], {}, 'other')]).slice(1);
    assert.equal(check && displayObject(check.id), 'Lamp.example.com');
    assert.equal(check && resourcePath(check.resource), '/apis/example.com/v1/lamps');
    assert.deepEqual(check?.judge([]), { healthy: true });
    const [inNamespace] = deriveChecks([
      tree([crd()], { conditions: [{ ...kind, namespace, type: 'Ready' }] }),
    ]).slice(1);
    assert.equal(inNamespace && resourcePath(inNamespace.resource), LAMPS);
  });

  it('knows the Service behind an APIService', () => {
    const api = object('apiregistration.k8s.io/v1 APIService v1.example.com');
    const service = { namespace: 'shop', name: 'api' };
    const [check] = deriveChecks([tree([{ ...api, spec: { service } }])]);
    assert.deepEqual(check?.behind, service);
    const [local] = deriveChecks([tree([api])]);
    assert.equal(local?.behind, undefined);
  });

  it('knows which port of a Service a webhook calls, and tells several apart', () => {
    const guard = object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration guard');
    const service = { namespace: 'shop', name: 'guard' };
    const webhooks = [{}, { port: 443 }, { port: 8443 }].map((port) => ({
      clientConfig: { service: { ...service, ...port } },
    }));
    const checks = deriveChecks([tree([{ ...guard, webhooks }])]);
    assert.deepEqual(
      checks.map(({ calls, subject }) => [calls?.port, subject]),
      [
        [443, 'endpoints of Service shop/guard'],
        [8443, 'endpoints of Service shop/guard:8443'],
      ],
    );
  });

  it('takes a Job for done that is to be gone when it has ended', () => {
    const job = object('batch/v1 Job shop/a');
    const healthy = (spec: object): boolean | undefined =>
      deriveChecks([tree([{ ...job, spec } as KubernetesObject])])[0]?.judge(undefined).healthy;
    assert.deepEqual([healthy({}), healthy({ ttlSecondsAfterFinished: 0 })], [false, true]);
  });

  it('asks in the version that the CRD stores', () => {
    const versions = [{ name: 'v1alpha1' }, { name: 'v1', storage: true }];
    const objects = [crd('Lamp', { versions }), object('example.com/v1alpha1 Lamp shop/a')];
    const health = { conditions: [{ ...lamp, type: 'Ready' }] };
    assert.ok(shown(tree(objects, health)).at(-1)?.endsWith(LAMPS));
  });

  it('checks the same thing once', () => {
    const deployment = object('apps/v1 Deployment shop/a');
    const workloads = [{ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'a' }];
    assert.deepEqual(shown(tree([deployment], { workloads }), tree([deployment], {}, 'other')), [
      `Deployment shop/a: rollout at ${DEPLOYMENTS}`,
    ]);
  });

  it('refuses a kind that nothing defines, and what is no workload, all at once', () => {
    const health = {
      workloads: [{ group: '', kind: 'Service', namespace: 'shop', name: 'a' }],
      conditions: [{ ...lamp, type: 'Ready' }],
    };
    const problems = problemsOf(() => deriveChecks([tree([], health)]));
    assert.deepEqual(
      problems.map(({ code, message, at }) => [code, at?.file, at?.object, message]),
      [
        [
          'health-kind-unknown',
          '/trees/tree/microshift-optional.json',
          'Lamp.example.com shop/a',
          'its health cannot be checked: no CRD in the trees tells how it is addressed',
        ],
        [
          'health-kind-unknown',
          '/trees/tree/microshift-optional.json',
          'Service shop/a',
          'its health cannot be checked: it is no workload',
        ],
      ],
    );
  });

  it('judges a CRD by its conditions', () => {
    const [check] = deriveChecks([tree([crd()])]);
    const served = { apiVersion: 'example.com/v1', kind: 'Lamp', plural: 'lamps' };
    assert.deepEqual(check?.defines, served);
    const established = { status: { conditions: [{ type: 'Established', status: 'True' }] } };
    assert.deepEqual(check?.judge(established), { healthy: true });
    assert.deepEqual(check?.judge(undefined), {
      healthy: false,
      reason: 'does not exist',
      cause: 'Missing',
    });
    assert.deepEqual(check?.judge({}), {
      healthy: false,
      reason: 'it is not Established: the API server has not said so yet',
      cause: 'NotEstablished',
    });
  });
});
