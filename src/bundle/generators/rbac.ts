import type { JsonObject } from '../../manifest/json.ts';
import type { KubernetesObject } from '../../manifest/object.ts';
import { broughtNames } from '../brought-names.ts';
import type { Bundle, CsvPermission } from '../bundle.ts';
import { forLeaderElection, isAboutUrls, missingClusterPermissions } from '../cluster-access.ts';
import { uniqueNames } from '../unique-names.ts';
import type { Generator } from './generator.ts';
import { RBAC_GROUP, roleBinding } from './role-binding.ts';

/**
 * A Role and its RoleBinding for each entry of `permissions`, in each namespace that the operator serves.
 * Its own, where it elects a leader, is never left out: one that serves all namespaces has its Roles there,
 * one that serves only others has there what the election needs (OLM v0 grants it everything).
 */
export const generateRoles: Generator = (bundle, { namespace, targetNamespaces }) => {
  const served = targetNamespaces ?? [namespace];
  return named(bundle, 'Role', bundle.csv.permissions).flatMap(({ name, permission }) => {
    // No Role can grant URLs.
    const rules = permission.rules.filter((rule) => !isAboutUrls(rule));
    const own = served.includes(namespace) ? [] : rules.flatMap(forLeaderElection);
    const roleIn = (place: string, granted: JsonObject[]): KubernetesObject[] =>
      roleAndBinding(
        'Role',
        { name, namespace: place },
        { ...permission, rules: granted },
        namespace,
      );
    return [
      ...(own.length > 0 ? roleIn(namespace, own) : []),
      ...served.flatMap((each) => roleIn(each, rules)),
    ];
  });
};

/**
 * A ClusterRole and its ClusterRoleBinding for each entry of `clusterPermissions`, and for what of
 * `permissions` no Role can grant.
 */
export const generateClusterRoles: Generator = (bundle, installation) =>
  named(bundle, 'ClusterRole', [
    ...bundle.csv.clusterPermissions,
    ...missingClusterPermissions(bundle.csv, installation),
  ]).flatMap(({ name, permission }) =>
    roleAndBinding('ClusterRole', { name }, permission, installation.namespace),
  );

// What an object's name may have at most (RFC 1123 subdomain).
const LONGEST_NAME = 253;

/**
 * The name is the ServiceAccount's, as MicroShift ships it; further entries of the same account, the
 * ubiquitous `default`, and what the bundle itself brings are told apart.
 */
function named(
  bundle: Bundle,
  kind: 'Role' | 'ClusterRole',
  permissions: readonly CsvPermission[],
): { name: string; permission: CsvPermission }[] {
  const taken = broughtNames(bundle, RBAC_GROUP, [kind, `${kind}Binding`]);
  const nameOf = uniqueNames(LONGEST_NAME, taken);
  return permissions.map((permission) => {
    const account = permission.serviceAccountName;
    const base = account === 'default' ? `${bundle.csv.name}-default` : account;
    return { name: nameOf(base), permission };
  });
}

function roleAndBinding(
  kind: 'Role' | 'ClusterRole',
  metadata: { name: string; namespace?: string },
  { serviceAccountName, rules }: CsvPermission,
  namespace: string,
): KubernetesObject[] {
  const account = { name: serviceAccountName, namespace };
  return [
    { apiVersion: `${RBAC_GROUP}/v1`, kind, metadata, rules },
    roleBinding({ ...metadata }, { kind, name: metadata.name }, account),
  ];
}
