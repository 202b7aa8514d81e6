import type { KubernetesObject } from '../../manifest/object.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** What a binding gives: a Role of its own namespace, or a ClusterRole. */
export type RoleReference = { kind: 'Role' | 'ClusterRole'; name: string };

/** Gives a ServiceAccount a role: with a RoleBinding for a Role, and so on. */
export function roleBinding(
  metadata: { name: string; namespace?: string },
  role: RoleReference,
  account: { name: string; namespace: string },
): KubernetesObject {
  return {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind: `${role.kind}Binding`,
    metadata,
    roleRef: { apiGroup: RBAC_GROUP, kind: role.kind, name: role.name },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  };
}
