import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { toWriteRequests } from '../../../bench/apply/to-write-requests.ts';

const widget: KubernetesObject = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'a', namespace: 'one' },
};
const crd: KubernetesObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets' },
  },
};
const configMap: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'b' },
};
const namespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'one' },
};

const SERVED: Record<string, { plural: string; namespaced: boolean }> = {
  Namespace: { plural: 'namespaces', namespaced: false },
  CustomResourceDefinition: { plural: 'customresourcedefinitions', namespaced: false },
  ConfigMap: { plural: 'configmaps', namespaced: true },
};

it('orders the writes, and lets custom resources wait for their CRD', async () => {
  const requests = await toWriteRequests([widget, configMap, crd, namespace], async (_, kind) => {
    const served = SERVED[kind];
    assert.ok(served, `${kind} is looked up`);
    return served;
  });
  assert.deepEqual(requests, [
    { path: '/api/v1/namespaces/one', body: JSON.stringify(namespace) },
    {
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com',
      body: JSON.stringify(crd),
      crd: 'widgets.example.com',
    },
    {
      path: '/apis/example.com/v1/namespaces/one/widgets/a',
      body: JSON.stringify(widget),
      after: 'widgets.example.com',
    },
    { path: '/api/v1/namespaces/default/configmaps/b', body: JSON.stringify(configMap) },
  ]);
});
