import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { checkMetadata } from '../../../../src/verify/checks/metadata.ts';
import { crd, object } from '../../support/objects.ts';
import { found } from '../support/verified.ts';

describe('checkMetadata', () => {
  const labelled = (metadata: object) => object('v1 Secret shop/a', { metadata });

  const taken: [what: string, object: KubernetesObject][] = [
    ['names with dots', object('v1 ConfigMap shop/kube-root-ca.crt')],
    ['long names', object(`v1 ConfigMap shop/${'a'.repeat(253)}`)],
    ['names of roles', object('rbac.authorization.k8s.io/v1 ClusterRole system:Shop')],
    ['names of kinds that nothing is known of', object('example.org/v1 User Jo:Doe')],
    [
      'labels and annotations',
      labelled({
        labels: { a: '', 'example.com/A.b_c': 'v1.2_3', ['a'.repeat(63)]: 'x'.repeat(63) },
        annotations: { 'Example.com/a': 'any text\n' },
      }),
    ],
  ];
  for (const [what, taking] of taken) {
    it(`takes ${what}`, () => assert.deepEqual(found(checkMetadata, taking), []));
  }

  const refused: [what: string, object: KubernetesObject, code: string, field: string][] = [
    ['capitals', object('v1 ConfigMap shop/Lamp_1'), 'name-invalid', 'metadata.name'],
    [
      'too long a name',
      object(`v1 Secret shop/${'a'.repeat(254)}`),
      'name-invalid',
      'metadata.name',
    ],
    ['dots in a Service', object('v1 Service shop/a.b'), 'name-invalid', 'metadata.name'],
    ['dots in a Namespace', object('v1 Namespace a.b'), 'name-invalid', 'metadata.name'],
    [
      'a namespace where there is none',
      object('scheduling.k8s.io/v1 PriorityClass shop/high'),
      'namespace-unexpected',
      'metadata.namespace',
    ],
    ['a label of words', labelled({ labels: { a: 'b c' } }), 'label-invalid', 'metadata.labels.a'],
    [
      'too long a label',
      labelled({ labels: { a: 'x'.repeat(64) } }),
      'label-invalid',
      'metadata.labels.a',
    ],
    ['a key with two slashes', labelled({ labels: { 'a/b/c': '' } }), 'label-invalid', ''],
    [
      'a key without a name',
      labelled({ annotations: { 'example.com/': '' } }),
      'label-invalid',
      '',
    ],
    ['a domain with capitals', labelled({ labels: { 'A.com/a': '' } }), 'label-invalid', ''],
  ];
  for (const [what, refusing, code, field] of refused) {
    it(`refuses ${what}`, () => {
      const [finding = '', ...others] = found(checkMetadata, refusing);
      assert.ok(finding.startsWith(`error ${code} `), finding);
      assert.ok(finding.includes(field), finding);
      assert.deepEqual(others, []);
    });
  }

  it('looks at the kinds that the release defines', () => {
    const lamp = crd('Lamp', { scope: 'Cluster' });
    assert.deepEqual(found(checkMetadata, lamp, object('example.com/v1 Lamp shop/A')), [
      'error name-invalid Lamp.example.com shop/A metadata.name: has to be a-z, 0-9, - and ., with a letter or digit at the ends of each part',
      'error namespace-unexpected Lamp.example.com shop/A metadata.namespace: its kind does not live in namespaces',
    ]);
  });
});
