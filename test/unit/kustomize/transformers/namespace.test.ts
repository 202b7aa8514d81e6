import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnexpectedShape } from '../../../../src/kustomize/field-spec.ts';
import { setNamespace } from '../../../../src/kustomize/transformers/namespace.ts';
import { object } from '../../support/objects.ts';
import { resources } from '../support/resources.ts';

const inNew = (identity: string, rest = {}) => {
  const [resource] = resources(object(identity, rest));
  assert.ok(resource);
  setNamespace([resource], 'new');
  return resource;
};

describe('setNamespace', () => {
  const cases: [identity: string, namespace: string | undefined][] = [
    ['v1 ConfigMap a', 'new'],
    ['v1 ConfigMap old/a', 'new'],
    ['example.com/v1 Lamp a', 'new'],
    // Kustomize does not know these for cluster-scoped.
    ['gateway.networking.k8s.io/v1 GatewayClass a', 'new'],
    ['admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy a', 'new'],
    ['rbac.authorization.k8s.io/v1 ClusterRole a', undefined],
    ['v1 PersistentVolume a', undefined],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition a', undefined],
  ];
  for (const [identity, namespace] of cases) {
    it(`${identity} → ${namespace ?? 'none'}`, () => {
      assert.equal(inNew(identity).object.metadata.namespace, namespace);
    });
  }

  it('renames namespaces', () => {
    assert.deepEqual(inNew('v1 Namespace old').object.metadata, { name: 'new' });
  });

  it('remembers what was', () => {
    const [id] = inNew('v1 ConfigMap old/a').previous;
    assert.deepEqual(id, {
      group: '',
      version: 'v1',
      kind: 'ConfigMap',
      name: 'a',
      namespace: 'old',
    });
  });

  it('sets the namespace of subjects called default', () => {
    const { subjects } = inNew('rbac.authorization.k8s.io/v1 RoleBinding a', {
      subjects: [{ name: 'default' }, { name: 'other' }],
    }).object;
    assert.deepEqual(subjects, [{ name: 'default', namespace: 'new' }, { name: 'other' }]);
  });

  for (const [what, rest] of [
    ['subjects that are no list', { subjects: 'a' }],
    ['a subject that is no map', { subjects: ['a'] }],
  ] as const) {
    it(`leaves ${what}`, () => {
      const identity = 'rbac.authorization.k8s.io/v1 RoleBinding a';
      assert.throws(() => inNew(identity, rest), UnexpectedShape);
    });
  }
});
