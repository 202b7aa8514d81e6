import type { KubernetesObject } from '../../manifest/object.ts';
import type { Bundle, CsvPermission } from '../bundle.ts';
import type { Generator } from './generator.ts';

const GROUP = 'rbac.authorization.k8s.io';

/**
 * A Role and its RoleBinding for each entry of `permissions`, in the operator's own namespace: with the
 * install mode AllNamespaces that is where leases and config maps live (OLM v0).
 */
export const generateRoles: Generator = ({ csv }, namespace) =>
  named(csv.permissions, csv).flatMap(({ name, permission }) =>
    roleAndBinding('Role', { name, namespace }, permission, namespace),
  );

/** A ClusterRole and its ClusterRoleBinding for each entry of `clusterPermissions`. */
export const generateClusterRoles: Generator = ({ csv }, namespace) =>
  named(csv.clusterPermissions, csv).flatMap(({ name, permission }) =>
    roleAndBinding('ClusterRole', { name }, permission, namespace),
  );

/**
 * The name is the ServiceAccount's, as MicroShift ships it; further entries of the same account, and
 * the ubiquitous `default`, are told apart.
 */
function named(
  permissions: CsvPermission[],
  csv: Bundle['csv'],
): { name: string; permission: CsvPermission }[] {
  const taken = new Set<string>();
  return permissions.map((permission) => {
    const account = permission.serviceAccountName;
    const base = account === 'default' ? `${csv.name}-default` : account;
    let name = base;
    for (let count = 2; taken.has(name); count += 1) name = `${base}-${count}`;
    taken.add(name);
    return { name, permission };
  });
}

function roleAndBinding(
  kind: 'Role' | 'ClusterRole',
  metadata: { name: string; namespace?: string },
  { serviceAccountName, rules }: CsvPermission,
  namespace: string,
): KubernetesObject[] {
  const apiVersion = `${GROUP}/v1`;
  return [
    { apiVersion, kind, metadata, rules },
    {
      apiVersion,
      kind: `${kind}Binding`,
      metadata: { ...metadata },
      roleRef: { apiGroup: GROUP, kind, name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccountName, namespace }],
    },
  ];
}
