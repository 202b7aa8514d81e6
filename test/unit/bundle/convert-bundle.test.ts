import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { convertBundle } from '../../../src/bundle/convert-bundle.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { valueAt } from '../../../src/manifest/json.ts';
import { objectId, objectKey } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { bundleOf, DEPLOYMENT, installation } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { crd, object } from '../support/objects.ts';
import { problemsOf } from '../support/problems.ts';

const convert = (options: BundleOptions) => convertBundle(bundleOf(options), installation());
const withObjects = (...objects: KubernetesObject[]): BundleOptions => ({ objects });
const names = (objects: readonly KubernetesObject[], kind = ''): string[] =>
  objects.map((each) => displayObject(objectId(each))).filter((name) => name.startsWith(kind));
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const permissions = (...accounts: string[]) =>
  accounts.map((serviceAccountName) => ({ serviceAccountName, rules: RULES }));

describe('convertBundle', () => {
  it('makes the namespace, accounts, roles and Deployments', () => {
    const { objects, dropped, findings } = convert({
      install: { permissions: permissions('lamp'), clusterPermissions: permissions('lamp') },
    });
    assert.deepEqual(names(objects), [
      'Namespace ns',
      'ServiceAccount ns/lamp',
      'Role ns/lamp',
      'RoleBinding ns/lamp',
      'ClusterRole lamp',
      'ClusterRoleBinding lamp',
      'Deployment ns/lamp-operator',
    ]);
    assert.deepEqual([dropped, findings], [[], []]);
    assert.deepEqual(valueAt(objects[2], ['rules']), RULES);
    assert.deepEqual(valueAt(objects[5], ['subjects']), [
      { kind: 'ServiceAccount', name: 'lamp', namespace: 'ns' },
    ]);
    assert.deepEqual(valueAt(objects[5], ['roleRef']), {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'lamp',
    });
  });

  it('uses the default ServiceAccount without making it', () => {
    const { objects } = convert({ install: { permissions: permissions('', 'default') } });
    assert.deepEqual(names(objects, 'ServiceAccount'), []);
    assert.deepEqual(names(objects, 'Role '), [
      'Role ns/lamp-operator.v1.0.0-default',
      'Role ns/lamp-operator.v1.0.0-default-2',
    ]);
    assert.equal(valueAt(objects[2], ['subjects', 0, 'name']), 'default');
  });

  for (const accounts of [
    ['a', 'a'],
    ['a', 'a', 'a-2'],
    ['a-2', 'a', 'a'],
    ['b', 'a', 'b'],
  ]) {
    it(`keeps the permissions of the accounts ${accounts.join(', ')} apart`, () => {
      const { objects } = convert({ install: { clusterPermissions: permissions(...accounts) } });
      const keys = objects.map((each) => objectKey(objectId(each)));
      assert.deepEqual(keys, [...new Set(keys)]);
      assert.equal(names(objects, 'ClusterRole ').length, accounts.length);
      assert.equal(names(objects, 'ServiceAccount ').length, new Set(accounts).size);
    });
  }

  it('makes the ServiceAccounts of pods without permissions, but none that the bundle brings', () => {
    const deployment = (name: string, serviceAccountName: string) => ({
      name,
      spec: { ...DEPLOYMENT.spec, template: { spec: { serviceAccountName } } },
    });
    const { objects, findings } = convert({
      install: {
        deployments: [deployment('a', 'lamp'), deployment('b', 'wick'), deployment('c', '')],
        permissions: permissions('lamp', 'metrics'),
        clusterPermissions: permissions('lamp', 'metrics'),
      },
      objects: [object('v1 ServiceAccount metrics')],
    });
    assert.deepEqual(names(objects, 'ServiceAccount '), [
      'ServiceAccount ns/lamp',
      'ServiceAccount ns/wick',
      'ServiceAccount ns/metrics',
    ]);
    assert.deepEqual(
      findings.map(({ id }) => id),
      ['service-account-without-permissions:wick'],
    );
  });

  it('takes the label of a Deployment as its labels', () => {
    const { objects } = convert({
      install: { deployments: [{ ...DEPLOYMENT, label: { app: 'lamp' } }] },
    });
    const { name, namespace, labels } = objects.at(-1)?.metadata ?? {};
    assert.deepEqual([name, namespace, labels], ['lamp-operator', 'ns', { app: 'lamp' }]);
  });

  it('puts namespaced manifests into the namespace and takes it from the others', () => {
    const { objects } = convert(
      withObjects(
        object('v1 Service a'),
        object('v1 ConfigMap other/b'),
        object('rbac.authorization.k8s.io/v1 ClusterRole other/c'),
        crd('Lamp'),
        crd('Role', { scope: 'Cluster' }),
        // OLM would go by the kind alone.
        object('example.com/v1 Role other/d'),
        object('rbac.authorization.k8s.io/v1 Role other/e'),
      ),
    );
    assert.deepEqual(names(objects).slice(1, -1), [
      'Service ns/a',
      'ConfigMap ns/b',
      'ClusterRole c',
      'CustomResourceDefinition lamps.example.com',
      'CustomResourceDefinition roles.example.com',
      'Role.example.com d',
      'Role ns/e',
    ]);
  });

  it('leaves out what MicroShift does not serve, and says so', () => {
    const { objects, dropped } = convert(
      withObjects(
        object('console.openshift.io/v1 ConsoleCLIDownload cli'),
        object('monitoring.coreos.com/v1 ServiceMonitor metrics'),
        object('autoscaling.k8s.io/v1 VerticalPodAutoscaler lamp'),
      ),
    );
    assert.deepEqual(names(objects), ['Namespace ns', 'Deployment ns/lamp-operator']);
    assert.deepEqual(
      dropped.map(({ object: id, reason }) => `${displayObject(id)}: ${reason}`),
      [
        'ConsoleCLIDownload.console.openshift.io cli: MicroShift has no web console',
        'ServiceMonitor.monitoring.coreos.com metrics: MicroShift has no Prometheus operator',
        'VerticalPodAutoscaler.autoscaling.k8s.io lamp: MicroShift has no vertical pod autoscaler',
      ],
    );
  });

  it('leaves out what only live objects have', () => {
    const { objects } = convert(
      withObjects(object('v1 Service a', { status: {}, metadata: { creationTimestamp: null } })),
    );
    assert.deepEqual(objects[1], object('v1 Service ns/a'));
  });

  it('refuses a bundle that cannot be installed for all namespaces', () => {
    const installModes = [{ type: 'OwnNamespace', supported: true }];
    const [problem] = problemsOf(() => convert({ spec: { installModes } }));
    assert.equal(problem?.code, 'bundle-unsupported');
  });
});
