import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { checkNamespaces } from '../../../../src/verify/checks/namespaces.ts';
import { checkRoleBindings } from '../../../../src/verify/checks/role-bindings.ts';
import { checkServiceAccounts } from '../../../../src/verify/checks/service-accounts.ts';
import { crd, object } from '../../support/objects.ts';
import { SHOP, found, web } from '../support/verified.ts';

type Case = [what: string, objects: KubernetesObject[], findings: string[]];

describe('checkNamespaces', () => {
  const cases: Case[] = [
    ['a namespace of the release', [SHOP, object('v1 Service shop/a')], []],
    ['a namespace that every device has', [object('v1 Service kube-system/a')], []],
    ['a cluster-scoped object', [crd(), object('v1 Namespace other')], []],
    ['a custom kind of unknown scope', [object('example.com/v1 Lamp a')], []],
    [
      'a namespace that nothing makes, once',
      [object('v1 Service shop/a'), object('v1 Secret shop/b')],
      [
        'note namespace-elsewhere Service shop/a metadata.namespace: nothing in the release makes the namespace shop; objects that wait for it: 2',
      ],
    ],
    [
      "one of OpenShift's that MicroShift does not have",
      [object('v1 Service openshift-monitoring/a')],
      [
        'note namespace-elsewhere Service openshift-monitoring/a metadata.namespace: nothing in the release makes the namespace openshift-monitoring; objects that wait for it: 1',
      ],
    ],
    [
      'no namespace where one is needed',
      [crd(), object('v1 Service a'), object('example.com/v1 Lamp a')],
      [
        'error namespace-unnamed Service a metadata.namespace: lives in a namespace and names none, so it would land wherever it is applied from',
        'error namespace-unnamed Lamp.example.com a metadata.namespace: lives in a namespace and names none, so it would land wherever it is applied from',
      ],
    ],
  ];
  for (const [what, objects, findings] of cases) {
    it(what, () => assert.deepEqual(found(checkNamespaces, ...objects), findings));
  }
});

describe('checkRoleBindings', () => {
  const RBAC = 'rbac.authorization.k8s.io/v1';
  const account = object('v1 ServiceAccount shop/web');
  const subject = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };
  const binding = (roleKind: string, role: string, subjects: unknown[] = [subject]) =>
    object(`${RBAC} RoleBinding shop/b`, { roleRef: { kind: roleKind, name: role }, subjects });
  const role = object(`${RBAC} Role shop/reader`);
  const good = [SHOP, account, role];
  const cases: Case[] = [
    ['a role of the namespace', [...good, binding('Role', 'reader')], []],
    [
      'a role of the cluster',
      [...good, object(`${RBAC} ClusterRole r`), binding('ClusterRole', 'r')],
      [],
    ],
    ['the roles of every cluster', [...good, binding('ClusterRole', 'view')], []],
    ['roles of the system', [...good, binding('ClusterRole', 'system:auth-delegator')], []],
    [
      'a binding of the cluster',
      [
        account,
        object(`${RBAC} ClusterRoleBinding b`, {
          roleRef: { kind: 'ClusterRole', name: 'admin' },
          subjects: [subject],
        }),
      ],
      [],
    ],
    [
      'users, groups and accounts that every namespace or device has',
      [
        ...good,
        binding('Role', 'reader', [
          { kind: 'User', name: 'a' },
          { kind: 'Group', name: 'system:authenticated' },
          { kind: 'ServiceAccount', name: 'default', namespace: 'elsewhere' },
          { kind: 'ServiceAccount', name: 'collector', namespace: 'kube-system' },
        ]),
      ],
      [],
    ],
    ['a binding of another group', [object('example.com/v1 RoleBinding shop/b')], []],
    [
      'a role of another namespace',
      [SHOP, account, object(`${RBAC} Role other/reader`), binding('Role', 'reader')],
      [
        'note role-elsewhere RoleBinding shop/b roleRef: nothing in the release makes the Role reader, so the binding gives no permission until something does',
      ],
    ],
    [
      'a role that is built in for the cluster only',
      [...good, binding('Role', 'view')],
      [
        'note role-elsewhere RoleBinding shop/b roleRef: nothing in the release makes the Role view, so the binding gives no permission until something does',
      ],
    ],
    [
      'an account of another namespace',
      [...good, binding('Role', 'reader', [{ ...subject, namespace: 'old' }])],
      [
        'note subject-elsewhere RoleBinding shop/b subjects[0]: nothing in the release makes the ServiceAccount old/web that the binding is for',
      ],
    ],
    [
      'an account without a namespace',
      [...good, binding('Role', 'reader', [subject, { kind: 'ServiceAccount', name: 'web' }])],
      [
        'error subject-namespace RoleBinding shop/b subjects[1]: the ServiceAccount web has no namespace, which the API server refuses',
      ],
    ],
  ];
  for (const [what, objects, findings] of cases) {
    it(what, () => assert.deepEqual(found(checkRoleBindings, ...objects), findings));
  }
});

describe('checkServiceAccounts', () => {
  const account = object('v1 ServiceAccount shop/web');
  const missing =
    'error service-account-missing Deployment shop/web spec.template.spec.serviceAccountName: nothing in the release makes the ServiceAccount shop/web, without which no pod starts';
  const cases: Case[] = [
    ['one of the release', [SHOP, account, web({ serviceAccountName: 'web' })], []],
    ['none', [SHOP, web({})], []],
    ['that of every namespace', [SHOP, web({ serviceAccountName: 'default' })], []],
    ['a namespace of others', [web({ serviceAccountName: 'web' })], []],
    ['one that nothing makes', [SHOP, web({ serviceAccountName: 'web' })], [missing]],
    ['the older field', [SHOP, web({ serviceAccount: 'web' })], [missing]],
    [
      'one of another namespace',
      [SHOP, object('v1 ServiceAccount other/web'), web({ serviceAccountName: 'web' })],
      [missing],
    ],
  ];
  for (const [what, objects, findings] of cases) {
    it(what, () => assert.deepEqual(found(checkServiceAccounts, ...objects), findings));
  }
});
