import { isJsonObject, listAt, textAt } from '../manifest/json.ts';
import { groupOf } from '../manifest/object.ts';
import type { GroupKind, ObjectId } from '../manifest/object.ts';
import { EXPERIMENTAL_GROUP, GATEWAY_GROUP } from '../traffic/live-object.ts';

const APIEXTENSIONS = 'apiextensions.k8s.io';

/** Every kind of these groups comes along, from the whole cluster. */
export const TRAFFIC_GROUPS: readonly string[] = [GATEWAY_GROUP, EXPERIMENTAL_GROUP];

/** What else traffic depends on, and what there is one of in a cluster: from all of it. */
export const CLUSTER_WIDE: readonly GroupKind[] = [
  { group: '', kind: 'Node' },
  { group: '', kind: 'Namespace' },
  { group: '', kind: 'Service' },
  { group: 'discovery.k8s.io', kind: 'EndpointSlice' },
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'networking.k8s.io', kind: 'IngressClass' },
  { group: 'route.openshift.io', kind: 'Route' },
];

/** What can call a Service of a component at every request: the ones that do come along. */
export const CALLERS: readonly GroupKind[] = [
  { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
  { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
];

/** What makes pods, and can belong to an operator's custom resource in any namespace. */
export const OWNED: readonly GroupKind[] = [
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'apps', kind: 'StatefulSet' },
];

/** What comes along of each namespace that is concerned: what makes pods, and what keeps them from running. */
export const OF_NAMESPACES: readonly GroupKind[] = [
  { group: '', kind: 'Pod' },
  ...OWNED,
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'batch', kind: 'Job' },
  { group: 'batch', kind: 'CronJob' },
  { group: '', kind: 'PersistentVolumeClaim' },
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'LimitRange' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
];

/** The kind that an object defines, where it is a CRD. */
export function definedKind(object: unknown): GroupKind | undefined {
  if (
    textAt(object, ['kind']) !== 'CustomResourceDefinition' ||
    groupOf(textAt(object, ['apiVersion'])) !== APIEXTENSIONS
  ) {
    return undefined;
  }
  return {
    group: textAt(object, ['spec', 'group']),
    kind: textAt(object, ['spec', 'names', 'kind']),
  };
}

/** The CRD that a custom kind comes from. */
export function crdOf({ group, plural }: { group: string; plural: string }): ObjectId {
  return {
    group: APIEXTENSIONS,
    kind: 'CustomResourceDefinition',
    namespace: '',
    name: `${plural}.${group}`,
  };
}

/** Whether the controller of an object, or another owner, is of one of these groups. */
export function isOwnedBy(object: unknown, groups: ReadonlySet<string>): boolean {
  return listAt(object, ['metadata', 'ownerReferences']).some((owner) =>
    groups.has(groupOf(textAt(owner, ['apiVersion']))),
  );
}

/** The namespace of an object, or the one that it is. */
export function namespaceOf(object: unknown): string {
  const isNamespace =
    textAt(object, ['kind']) === 'Namespace' && textAt(object, ['apiVersion']) === 'v1';
  return textAt(object, ['metadata', isNamespace ? 'name' : 'namespace']);
}

/** Every namespace that an object names in a field `namespace`: where its backends and parents are. */
export function namedNamespaces(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedNamespaces);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([field, inner]) =>
    field === 'namespace' && typeof inner === 'string' ? [inner] : namedNamespaces(inner),
  );
}

/** Whether a webhook or an APIService calls a Service of one of these namespaces. */
export function callsInto(object: unknown, namespaces: ReadonlySet<string>): boolean {
  const services = [
    ...listAt(object, ['webhooks']).map((hook) =>
      textAt(hook, ['clientConfig', 'service', 'namespace']),
    ),
    textAt(object, ['spec', 'service', 'namespace']),
  ];
  return services.some((namespace) => namespaces.has(namespace));
}
