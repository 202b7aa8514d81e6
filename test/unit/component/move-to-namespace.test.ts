import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { moveToNamespace } from '../../../src/component/move-to-namespace.ts';
import { definedKinds } from '../../../src/manifest/crd.ts';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, deployment, object } from '../support/objects.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const move = (...objects: KubernetesObject[]) =>
  moveToNamespace(objects, 'new', definedKinds(objects));

describe('moveToNamespace', () => {
  const places: [what: string, before: KubernetesObject, after: string][] = [
    ['an object of another namespace', object('v1 ConfigMap old/a'), 'ConfigMap new/a'],
    ['an object without one', object('v1 ConfigMap a'), 'ConfigMap new/a'],
    ['a custom resource', object('example.com/v1 Lamp a'), 'Lamp.example.com new/a'],
    ['a cluster-scoped object', object(`${RBAC} ClusterRole a`), 'ClusterRole a'],
    ['a cluster-scoped custom resource', object('example.com/v1 Room a'), 'Room.example.com a'],
    ['an unknown kind with one', object('x.io/v1 Thing old/a'), 'Thing.x.io new/a'],
    ['an unknown kind without one', object('x.io/v1 Thing a'), 'Thing.x.io a'],
    ['what belongs to Kubernetes', object(`${RBAC} Role kube-system/a`), 'Role kube-system/a'],
    ['a Namespace that is left', object('v1 Namespace old'), 'Namespace new'],
    ['another Namespace', object('v1 Namespace other'), 'Namespace other'],
  ];
  for (const [what, before, after] of places) {
    it(`places ${what}`, () => {
      const context = [crd('Lamp'), crd('Room', { scope: 'Cluster' }), object('v1 Secret old/x')];
      const input = structuredClone(before);
      const [moved] = move(input, ...context).objects;
      assert.deepEqual([displayObject(objectId(moved!)), input], [after, before]);
    });
  }

  it('lets what refers to the namespace follow', () => {
    const service = { name: 'hook', namespace: 'old', path: '/x' };
    const referring = (namespace: string): KubernetesObject[] => [
      object('v1 Service ns/hook', { metadata: { namespace } }),
      object(`${RBAC} ClusterRoleBinding a`, {
        subjects: [
          { kind: 'ServiceAccount', name: 'a', namespace },
          { kind: 'ServiceAccount', name: 'a', namespace: 'other' },
        ],
      }),
      object(`${RBAC} RoleBinding kube-system/a`, {
        subjects: [{ kind: 'ServiceAccount', name: 'a', namespace }],
      }),
      object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration a', {
        metadata: {
          annotations: { 'x.io/inject-from': `${namespace}/cert`, plain: 'old', path: 'old/a/b' },
        },
        webhooks: [
          {
            clientConfig: { service: { ...service, namespace } },
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          },
        ],
      }),
      object('apiregistration.k8s.io/v1 APIService v1.x.io', {
        spec: { service: { name: 'hook', namespace } },
      }),
    ];
    assert.deepEqual(move(...referring('old')).objects, referring('new'));
  });

  it('leaves the schemas of CRDs alone, and moves their conversion', () => {
    const withConversion = (namespace: string) => {
      const each = crd('Lamp', {
        versions: [
          { name: 'v1', schema: { properties: { x: { default: { namespace: 'old' } } } } },
        ],
      });
      const clientConfig = { service: { name: 'hook', namespace } };
      each.spec = { ...(each.spec as object), conversion: { webhook: { clientConfig } } };
      return each;
    };
    const [moved] = move(withConversion('old'), object('v1 Service old/hook')).objects;
    assert.deepEqual(moved, withConversion('new'));
  });

  it('says which texts seem to name the namespace still', () => {
    const args = ['--dns=hook.old.svc', '--ns=old', 'old', 'told.svc', 'x.older', 'a.old'];
    args.push('system:serviceaccount:old:a', 'system:serviceaccounts:old', 'x:old');
    const { mentions } = move(deployment('old/old', [{ name: 'old', image: 'r.io/old:1', args }]));
    assert.deepEqual(
      mentions.map(({ field }) => field),
      [0, 1, 5, 6, 7].map((index) => `spec.template.spec.containers[0].args[${index}]`),
    );
  });

  it('says whether anything moved', () => {
    assert.equal(move(object('v1 ConfigMap new/a')).hasMoved, false);
    assert.equal(move(object('v1 Namespace a'), object('v1 Secret kube-system/a')).hasMoved, false);
    assert.equal(move(object('v1 ConfigMap a')).hasMoved, true);
  });
});
