import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { valueAt } from '../../../../src/manifest/json.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import type { BundleOptions } from '../../support/bundle.ts';
import { object } from '../../support/objects.ts';
import { clusterRoles, LEASES, permission, roles, rule, SECRETS, shown } from '../support/rbac.ts';

describe('generateRoles', () => {
  it('makes a Role in the namespace of the operator, with the rules as they are', () => {
    const found = roles({ install: { permissions: [permission('lamp', LEASES, SECRETS)] } });
    assert.deepEqual(shown(found), ['Role ns/lamp', 'RoleBinding ns/lamp']);
    assert.deepEqual(found[0]?.rules, [LEASES, SECRETS]);
    assert.deepEqual(found[1]?.subjects, [
      { kind: 'ServiceAccount', name: 'lamp', namespace: 'ns' },
    ]);
    assert.deepEqual(found[1].roleRef, {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'Role',
      name: 'lamp',
    });
  });

  it('makes one in each namespace that is served, for the account in the install namespace', () => {
    const permissions = [permission('lamp', SECRETS), permission('lamp', LEASES)];
    const found = roles({ install: { permissions } }, 'a', 'ns');
    assert.deepEqual(shown(found), [
      'Role a/lamp',
      'RoleBinding a/lamp',
      'Role ns/lamp',
      'RoleBinding ns/lamp',
      'Role a/lamp-2',
      'RoleBinding a/lamp-2',
      'Role ns/lamp-2',
      'RoleBinding ns/lamp-2',
    ]);
    assert.deepEqual(
      found.filter(({ kind }) => kind === 'Role').map(({ rules }) => rules),
      [[SECRETS], [SECRETS], [LEASES], [LEASES]],
    );
    for (const binding of found.filter(({ kind }) => kind === 'RoleBinding')) {
      assert.deepEqual(valueAt(binding, ['subjects', 0, 'namespace']), 'ns');
      assert.deepEqual(valueAt(binding, ['roleRef', 'name']), binding.metadata.name);
    }
  });

  const elections: [what: string, rules: object[], own: object[]][] = [
    ['leases', [SECRETS, LEASES], [LEASES]],
    [
      'the part of a rule',
      [{ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get'] }],
      [rule('', 'configmaps', 'get')],
    ],
    ['everything', [rule('*', '*', '*')], [rule('*', '*', '*')]],
    ['nothing of other groups', [rule('apps', '*', 'get')], []],
    ['nothing else', [SECRETS], []],
  ];
  for (const [what, rules, own] of elections) {
    it(`lets an operator for other namespaces elect a leader in its own: ${what}`, () => {
      const found = roles({ install: { permissions: [permission('lamp', ...rules)] } }, 'a');
      const roleIn = (namespace: string) =>
        found.find(({ kind, metadata }) => kind === 'Role' && metadata.namespace === namespace);
      assert.deepEqual(roleIn('ns')?.rules ?? [], own);
      assert.deepEqual(roleIn('a')?.rules, rules);
    });
  }

  it('leaves URLs to the ClusterRole, since no Role can grant them', () => {
    const urls = { nonResourceURLs: ['/metrics'], verbs: ['get'] };
    const options = { install: { permissions: [permission('lamp', LEASES, urls)] } };
    assert.deepEqual(roles(options)[0]?.rules, [LEASES]);
    assert.deepEqual(valueAt(clusterRoles(options)[0], ['rules', 0]), urls);
    assert.deepEqual(roles(options, 'ns')[0]?.rules, [LEASES]);
    assert.deepEqual(clusterRoles(options, 'ns')[0]?.rules, [urls]);
  });

  it('avoids the names of what the bundle brings', () => {
    const rbac = 'rbac.authorization.k8s.io/v1';
    const options: BundleOptions = {
      install: {
        permissions: [permission('a'), permission('b'), permission('c'), permission('d')],
        clusterPermissions: [permission('a'), permission('b'), permission('c'), permission('d')],
      },
      objects: [
        object(`${rbac} Role a`),
        object(`${rbac} RoleBinding b`),
        object(`${rbac} ClusterRole c`),
        object(`${rbac} ClusterRoleBinding d`),
      ],
    };
    const names = (objects: readonly KubernetesObject[], kind: string) =>
      objects.filter((each) => each.kind === kind).map(({ metadata }) => metadata.name);
    assert.deepEqual(names(roles(options), 'Role'), ['a-2', 'b-2', 'c', 'd']);
    assert.deepEqual(names(clusterRoles(options), 'ClusterRole'), ['a', 'b', 'c-2', 'd-2']);
  });

  it('keeps names within what the API server takes', () => {
    const account = 'l'.repeat(253);
    const found = roles({ install: { permissions: [permission(account), permission(account)] } });
    const names = found.map(({ metadata }) => metadata.name);
    assert.deepEqual([...new Set(names)], [account, `${'l'.repeat(251)}-2`]);
  });
});
