import type { JsonObject } from './json.ts';

/** A Kubernetes object as a manifest holds it; read by {@link readManifests}, which checks its shape. */
export type KubernetesObject = JsonObject & {
  apiVersion: string;
  kind: string;
  metadata: ObjectMetadata;
};

export type ObjectMetadata = JsonObject & {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

/** An object together with the place in a file that it was read from. */
export type ManifestObject = {
  object: KubernetesObject;
  file: string;
  line: number;
  /** The line of the field at `path` of the object, where that was asked for when it was read. */
  lineOf?: (path: readonly (string | number)[]) => number;
};

/** What a kind is, whatever its version. The core group is `""`. */
export type GroupKind = { group: string; kind: string };

/**
 * What makes an object the same object to the API server: the version is not part of it.
 * A namespaced object without `metadata.namespace` has `namespace: ''`.
 */
export type ObjectId = GroupKind & { namespace: string; name: string };

/** The group of an apiVersion: `apps/v1` → `apps`, `v1` → `""`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version of an apiVersion: `apps/v1` → `v1`, `v1` → `v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** The apiVersion of a group and a version: `apps`, `v1` → `apps/v1`; `""`, `v1` → `v1`. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** What identifies an object. */
export function objectId(object: KubernetesObject): ObjectId {
  return {
    group: groupOf(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  };
}

/** A map key for a kind: equal for equal kinds, and for those only. */
export function groupKindKey({ group, kind }: GroupKind): string {
  return `${kind}.${group}`;
}

/** A map key for an object: equal for the same object, and for it only. */
export function objectKey(id: ObjectId): string {
  return `${groupKindKey(id)}/${id.namespace}/${id.name}`;
}

/** The identity that {@link objectKey} made the key of. */
export function parseObjectKey(key: string): ObjectId {
  const [groupKind = '', namespace = '', ...name] = key.split('/');
  const dot = groupKind.indexOf('.');
  return {
    group: groupKind.slice(dot + 1),
    kind: groupKind.slice(0, dot),
    namespace,
    name: name.join('/'),
  };
}

/** Orders strings by their code units, the same on every machine whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
