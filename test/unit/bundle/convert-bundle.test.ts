import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { convertBundle } from '../../../src/bundle/convert-bundle.ts';
import { readBundle } from '../../../src/bundle/read-bundle.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { valueAt } from '../../../src/manifest/json.ts';
import { objectId, objectKey } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { formatYaml } from '../../../src/manifest/yaml.ts';
import { bundleSource, DEPLOYMENT } from '../support/bundle.ts';
import type { BundleOptions } from '../support/bundle.ts';
import { crd, object } from '../support/objects.ts';
import { problemsOf } from '../support/problems.ts';

const convert = (options: BundleOptions) => convertBundle(readBundle(bundleSource(options)), 'ns');
const withObjects = (...objects: KubernetesObject[]): BundleOptions => ({
  files: { 'manifests/objects.yaml': objects.map(formatYaml).join('---\n') },
});
const names = (objects: readonly KubernetesObject[], kind = ''): string[] =>
  objects.map((each) => displayObject(objectId(each))).filter((name) => name.startsWith(kind));
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const permissions = (...accounts: string[]) =>
  accounts.map((serviceAccountName) => ({ serviceAccountName, rules: RULES }));

describe('convertBundle', () => {
  it('makes the namespace, accounts, roles and Deployments', () => {
    const { objects, dropped } = convert({
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
    assert.deepEqual(dropped, []);
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

  it('takes the spec of a Deployment as it is, and its label as labels', () => {
    const { objects } = convert({
      install: { deployments: [{ ...DEPLOYMENT, label: { app: 'lamp' } }] },
    });
    assert.deepEqual(
      objects.at(-1),
      object('apps/v1 Deployment ns/lamp-operator', {
        metadata: { labels: { app: 'lamp' } },
        spec: DEPLOYMENT.spec,
      }),
    );
  });

  it('annotates the pods as OLM does only where the downward API asks for it', () => {
    const env = (key: string) => ({
      name: 'X',
      valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${key}']` } },
    });
    const annotations = (...keys: string[]) => {
      const spec = structuredClone(DEPLOYMENT.spec);
      Object.assign(spec.template.spec.containers[0]!, { env: keys.map(env) });
      const { objects } = convert({ install: { deployments: [{ name: 'a', spec }] } });
      return valueAt(objects.at(-1), ['spec', 'template', 'metadata', 'annotations']);
    };
    assert.equal(annotations(), undefined);
    assert.equal(annotations('other'), undefined);
    assert.deepEqual(annotations('olm.targetNamespaces'), { 'olm.targetNamespaces': '' });
    assert.deepEqual(annotations('olm.operatorNamespace', 'olm.targetNamespaces'), {
      'olm.operatorNamespace': 'ns',
      'olm.targetNamespaces': '',
    });
  });

  it('lets the annotation of the template win over that of OLM', () => {
    const spec = structuredClone(DEPLOYMENT.spec);
    const fieldPath = "metadata.annotations['olm.targetNamespaces']";
    const own = { 'olm.targetNamespaces': 'mine', other: 'x' };
    Object.assign(spec.template.metadata, { annotations: own });
    Object.assign(spec.template.spec.containers[0]!, {
      env: [{ name: 'X', valueFrom: { fieldRef: { fieldPath } } }],
    });
    const { objects } = convert({ install: { deployments: [{ name: 'a', spec }] } });
    const found = valueAt(objects.at(-1), ['spec', 'template', 'metadata', 'annotations']);
    assert.deepEqual(found, own);
  });

  it('puts namespaced manifests into the namespace and takes it from the others', () => {
    const { objects } = convert(
      withObjects(
        object('v1 Service a'),
        object('v1 ConfigMap other/b'),
        object('rbac.authorization.k8s.io/v1 ClusterRole other/c'),
        crd('Lamp'),
        crd('Class', { scope: 'Cluster' }),
        object('example.com/v1 Lamp d'),
        object('example.com/v1 Class other/e'),
        object('unknown.example.com/v1 Thing other/f'),
      ),
    );
    assert.deepEqual(names(objects).slice(1, -1), [
      'Service ns/a',
      'ConfigMap ns/b',
      'ClusterRole c',
      'CustomResourceDefinition lamps.example.com',
      'CustomResourceDefinition classs.example.com',
      'Lamp.example.com ns/d',
      'Class.example.com e',
      'Thing.unknown.example.com other/f',
    ]);
  });

  it('leaves out what MicroShift does not serve, and says so', () => {
    const { objects, dropped } = convert(
      withObjects(
        object('console.openshift.io/v1 ConsoleCLIDownload cli'),
        object('monitoring.coreos.com/v1 ServiceMonitor metrics'),
      ),
    );
    assert.deepEqual(names(objects), ['Namespace ns', 'Deployment ns/lamp-operator']);
    assert.deepEqual(
      dropped.map(({ object: id, reason }) => `${displayObject(id)}: ${reason}`),
      [
        'ConsoleCLIDownload.console.openshift.io cli: MicroShift has no web console',
        'ServiceMonitor.monitoring.coreos.com metrics: MicroShift has no Prometheus operator',
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
