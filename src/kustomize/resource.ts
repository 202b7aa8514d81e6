import type { KubernetesObject, ManifestObject } from '../manifest/object.ts';
import { groupOf, versionOf } from '../manifest/object.ts';
import { isClusterScoped } from './cluster-scoped-kinds.ts';
import type { Linked } from './linked-values.ts';

/** An object on its way through the kustomizations. */
export type Resource = ManifestObject &
  Linked & {
    /**
     * What it was called before each change that could have given it another identity, the oldest first.
     * Patches find it by the oldest too; others' references to it are corrected by them.
     */
    previous: ResourceId[];
    /** Whether its file has comments that kustomize might read as schemas of fields. */
    hasSchemaComments: boolean;
  };

/** What identifies an object to kustomize: unlike to the API server, the version is part of it. */
export type ResourceId = {
  group: string;
  version: string;
  kind: string;
  name: string;
  /** {@link NO_NAMESPACE} for a cluster-scoped kind; an object without one counts to `default`. */
  namespace: string;
};

export const NO_NAMESPACE = '_non_namespaceable_';

/** What an object is called now. */
export function currentId({ apiVersion, kind, metadata }: KubernetesObject): ResourceId {
  const [group, version] = [groupOf(apiVersion), versionOf(apiVersion)];
  const isOutside = isClusterScoped(group, version, kind);
  const namespace = isOutside ? NO_NAMESPACE : metadata.namespace || 'default';
  return { group, version, kind, name: metadata.name, namespace };
}

/** What an object was called at first. */
export function originalId({ object, previous }: Resource): ResourceId {
  return previous[0] ?? currentId(object);
}

/** A map key: equal for equal ids, and for those only. */
export function resourceKey({ group, version, kind, name, namespace }: ResourceId): string {
  return [group, version, kind, namespace, name].join('/');
}
