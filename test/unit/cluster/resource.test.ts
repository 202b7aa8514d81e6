import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resourceOf, resourcePath } from '../../../src/cluster/resource.ts';

describe('resourcePath', () => {
  const table: [string, string, string, string | undefined, string][] = [
    ['v1', 'namespaces', '', undefined, '/api/v1/namespaces'],
    ['v1', 'namespaces', '', 'shop', '/api/v1/namespaces/shop'],
    ['v1', 'configmaps', 'shop', 'a', '/api/v1/namespaces/shop/configmaps/a'],
    ['apps/v1', 'deployments', 'shop', undefined, '/apis/apps/v1/namespaces/shop/deployments'],
    [
      'rbac.authorization.k8s.io/v1',
      'clusterroles',
      '',
      'system:a/b%c?d',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Aa%2Fb%25c%3Fd',
    ],
    ['v1', 'secrets', '../a', 'b', '/api/v1/namespaces/..%2Fa/secrets/b'],
  ];
  for (const [apiVersion, plural, namespace, name, expected] of table) {
    it(expected, () => {
      assert.equal(resourcePath({ apiVersion, plural, namespace }, name), expected);
    });
  }
});

describe('resourceOf', () => {
  const id = { group: '', kind: 'A', namespace: 'shop', name: 'a' };
  it('takes the namespace of a namespaced kind', () => {
    assert.equal(resourceOf('v1', { plural: 'as', namespaced: true }, id).namespace, 'shop');
  });
  it('leaves out the namespace that an object of a cluster-scoped kind names', () => {
    assert.equal(resourceOf('v1', { plural: 'as', namespaced: false }, id).namespace, '');
  });
});
