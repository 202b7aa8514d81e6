import type { GroupKind } from '../manifest/object.ts';
import { groupKindKey } from '../manifest/object.ts';

/*
 * What a device has before any component is applied (github.com/openshift/microshift, assets/), so that a
 * release may refer to it.
 */

const NAMESPACES = new Set([
  'default',
  'kube-node-lease',
  'kube-public',
  'kube-system',
  'openshift-dns',
  'openshift-infra',
  'openshift-ingress',
  'openshift-kube-controller-manager',
  'openshift-ovn-kubernetes',
  'openshift-route-controller-manager',
  'openshift-service-ca',
  'openshift-storage',
]);

/** Custom kinds that MicroShift serves itself. */
const KINDS = new Set(
  [
    { group: 'route.openshift.io', kind: 'Route' },
    { group: 'security.openshift.io', kind: 'SecurityContextConstraints' },
  ].map(groupKindKey),
);

/** What every namespace gets by itself, from kube-controller-manager and service-ca. */
const CONFIG_MAPS = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt']);

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const ROLES = /^(?:admin|cluster-admin|edit|view|system:.*)$/;

/** What the API server makes for aggregated ones (kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
const NAMESPACED_ROLES = new Set(['kube-system/extension-apiserver-authentication-reader']);

/** Whether a device has a namespace of this name by itself. */
export function hasNamespace(name: string): boolean {
  return NAMESPACES.has(name);
}

/** Whether a device serves a kind that is neither built in nor defined by a CRD of the release. */
export function servesKind(kind: GroupKind): boolean {
  return KINDS.has(groupKindKey(kind));
}

/** Whether every namespace has a ConfigMap of this name by itself. */
export function hasConfigMap(name: string): boolean {
  return CONFIG_MAPS.has(name);
}

/**
 * Whether a device has a role of this name by itself.
 * @param namespace of a Role; `''` for a ClusterRole
 */
export function hasRole(namespace: string, name: string): boolean {
  return namespace === '' ? ROLES.test(name) : NAMESPACED_ROLES.has(`${namespace}/${name}`);
}
