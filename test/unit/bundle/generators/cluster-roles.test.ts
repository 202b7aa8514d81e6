import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { valueAt } from '../../../../src/manifest/json.ts';
import { clusterRoles, LEASES, permission, rule, SECRETS, shown } from '../support/rbac.ts';

const NAMESPACES = rule('', 'namespaces', 'get', 'list', 'watch');
/** The rules of the ClusterRoles that are made of permissions beside the clusterPermissions. */
const widened = (permissions: object[], ...clusterPermissions: object[]) =>
  clusterRoles({
    install: { permissions: [permission('lamp', ...permissions)], clusterPermissions },
  })
    .filter(({ kind }) => kind === 'ClusterRole')
    .slice(clusterPermissions.length)
    .map(({ rules }) => rules);

describe('generateClusterRoles', () => {
  it('keeps two entries of one account apart', () => {
    const found = clusterRoles({
      install: { clusterPermissions: [permission('a', SECRETS), permission('a', LEASES)] },
    });
    assert.deepEqual(shown(found), [
      'ClusterRole a',
      'ClusterRoleBinding a',
      'ClusterRole a-2',
      'ClusterRoleBinding a-2',
    ]);
    assert.deepEqual(valueAt(found[3], ['roleRef', 'name']), 'a-2');
  });

  it('grants nothing of permissions in all namespaces to an operator for some', () => {
    const install = {
      permissions: [permission('lamp', SECRETS, LEASES)],
      clusterPermissions: [permission('lamp', rule('', 'nodes', 'get'))],
    };
    assert.deepEqual(shown(clusterRoles({ install }, 'a')), [
      'ClusterRole lamp',
      'ClusterRoleBinding lamp',
    ]);
  });

  const everything = rule('*', '*', '*');
  const cases: [what: string, permissions: object[], cluster: object[], expected: object[]][] = [
    [
      'nothing for leader election',
      [LEASES, rule('', 'configmaps', '*'), rule('', 'events', 'create')],
      [],
      [],
    ],
    ['what no ClusterRole grants', [LEASES, SECRETS], [], [[SECRETS, NAMESPACES]]],
    ['nothing that one grants', [SECRETS], [permission('lamp', SECRETS)], []],
    ['nothing where everything is granted', [SECRETS], [permission('lamp', everything)], []],
    [
      'what is granted to somebody else',
      [SECRETS],
      [permission('wick', SECRETS)],
      [[SECRETS, NAMESPACES]],
    ],
    [
      'a verb that is missing',
      [rule('', 'pods', 'get', 'list')],
      [permission('lamp', rule('', 'pods', 'get'))],
      [[rule('', 'pods', 'get', 'list'), NAMESPACES]],
    ],
    [
      'nothing that several grant together',
      [rule('', 'pods', 'get', 'list')],
      [permission('lamp', rule('', 'pods', 'get')), permission('lamp', rule('', '*', 'list'))],
      [],
    ],
    [
      'nothing that */log grants',
      [rule('', 'pods/log', 'get')],
      [permission('lamp', rule('', '*/log', 'get'))],
      [],
    ],
    [
      'a subresource',
      [rule('', 'pods/log', 'get')],
      [permission('lamp', rule('', 'pods', 'get'))],
      [[rule('', 'pods/log', 'get'), NAMESPACES]],
    ],
    [
      'a resource of a name like a wildcard',
      [rule('', 'pods', 'get')],
      [permission('lamp', rule('', '*s', 'get'))],
      [[rule('', 'pods', 'get'), NAMESPACES]],
    ],
    [
      'what is granted for some names only',
      [SECRETS],
      [permission('lamp', { ...SECRETS, resourceNames: ['a'] })],
      [[SECRETS, NAMESPACES]],
    ],
    [
      'nothing of names that are granted',
      [{ ...SECRETS, resourceNames: ['a'] }],
      [permission('lamp', { ...SECRETS, resourceNames: ['b', 'a'] })],
      [],
    ],
    [
      'the rest of a rule for leader election',
      [{ apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get'] }],
      [],
      [[SECRETS, NAMESPACES]],
    ],
    ['no namespaces that are granted', [SECRETS], [permission('lamp', NAMESPACES)], [[SECRETS]]],
  ];
  for (const [what, permissions, cluster, expected] of cases) {
    it(`grants ${what} in all namespaces`, () => {
      assert.deepEqual(widened(permissions, ...cluster), expected);
    });
  }

  it('answers soon for rules made to be slow', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `r${index}`);
    const huge = { apiGroups: many, resources: many, verbs: many };
    assert.equal(widened([huge], permission('lamp', huge)).length, 1);
  });
});
