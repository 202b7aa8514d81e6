import { generateClusterRoles, generateRoles } from '../../../../src/bundle/generators/rbac.ts';
import { displayObject } from '../../../../src/manifest/display.ts';
import { objectId } from '../../../../src/manifest/object.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { bundleOf, installation } from '../../support/bundle.ts';
import type { BundleOptions } from '../../support/bundle.ts';

/** The Roles of a bundle in `ns` that serves all namespaces, or these. */
export function roles(options: BundleOptions, ...targetNamespaces: string[]): KubernetesObject[] {
  return generateRoles(bundleOf(options), installed(targetNamespaces));
}

/** Its ClusterRoles. */
export function clusterRoles(options: BundleOptions, ...targetNamespaces: string[]) {
  return generateClusterRoles(bundleOf(options), installed(targetNamespaces));
}

function installed(targetNamespaces: string[]) {
  return installation(targetNamespaces.length > 0 ? { targetNamespaces } : {});
}

export function shown(objects: readonly KubernetesObject[]): string[] {
  return objects.map((each) => displayObject(objectId(each)));
}

export function rule(group: string, resource: string, ...verbs: string[]) {
  return { apiGroups: [group], resources: [resource], verbs };
}

export const LEASES = rule('coordination.k8s.io', 'leases', 'get', 'create', 'update');
export const SECRETS = rule('', 'secrets', 'get');

/** The permissions of an account. */
export function permission(serviceAccountName: string, ...rules: object[]) {
  return { serviceAccountName, rules };
}
