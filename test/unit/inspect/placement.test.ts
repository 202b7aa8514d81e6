import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lacksNamespace, placementOf } from '../../../src/inspect/placement.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { crd, object } from '../support/objects.ts';

const map = (path: string) => object(`v1 ConfigMap ${path}`);
const binding = (namespace: string, name = 'lamp') =>
  object('rbac.authorization.k8s.io/v1 ClusterRoleBinding lamp', {
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });

describe('where plain manifests live', () => {
  const cases: [what: string, objects: KubernetesObject[], namespace?: string, isOpen?: boolean][] =
    [
      ['nowhere, without any in a namespace', [object('v1 Namespace house'), crd()]],
      ['in the only namespace', [map('house/a')], 'house'],
      ['in the one that most are in', [map('b/a'), map('c/a'), map('c/b')], 'c'],
      ['in the first of equals', [map('c/a'), map('b/a')], 'b'],
      [
        'not among the system',
        [map('kube-system/a'), map('kube-system/b'), map('house/a')],
        'house',
      ],
      ['nowhere, where all belongs to the system', [map('kube-system/a')]],
      ['as asked, where they leave it open', [map('a')], 'otherwise', true],
      [
        'with the others, where some leave it open',
        [map('a'), map('b'), map('house/c')],
        'house',
        true,
      ],
      [
        'where a binding looks for their account',
        [object('v1 ServiceAccount lamp'), binding('house')],
        'house',
        true,
      ],
      [
        'not where a binding names the account of others',
        [object('v1 ServiceAccount lamp'), binding('house', 'router')],
        'otherwise',
        true,
      ],
      ['as their CRD says', [crd(), object('example.com/v1 Lamp main')], 'otherwise', true],
      [
        'nowhere, as their CRD says',
        [crd('Lamp', { scope: 'Cluster' }), object('example.com/v1 Lamp main')],
      ],
    ];
  for (const [what, objects, namespace, isOpen = false] of cases) {
    it(what, () => assert.deepEqual(placementOf(objects, 'otherwise'), { namespace, isOpen }));
  }
});

describe('a component brings a namespace', () => {
  const cases: [namespace: string, objects: KubernetesObject[], expected: boolean][] = [
    ['house', [], true],
    ['house', [object('v1 Namespace garden')], true],
    ['house', [object('v1 Namespace house')], false],
    ['kube-system', [], false],
    ['openshift-ingress', [], false],
    ['default', [], false],
  ];
  for (const [namespace, objects, expected] of cases) {
    it(`${namespace} beside ${objects.length}: ${expected}`, () =>
      assert.equal(lacksNamespace(objects, namespace), expected));
  }
});
