import { isJsonObject, valueAt } from './json.ts';
import type { JsonObject } from './json.ts';
import type { GroupKind, KubernetesObject } from './object.ts';
import { groupKindKey, groupOf } from './object.ts';
import type { KindInfo } from './builtin-kinds.ts';
import { builtinKind } from './builtin-kinds.ts';

/** What a CustomResourceDefinition says of the kind that it defines. */
export type CrdInfo = GroupKind &
  KindInfo & {
    /** The CRD's own name: `<plural>.<group>`. */
    name: string;
    versions: CrdVersion[];
  };

export type CrdVersion = {
  name: string;
  served: boolean;
  storage: boolean;
  /** The version's openAPIV3Schema, `{}` where it has none. */
  schema: JsonObject;
};

export const CRD_KIND: GroupKind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
};

/** Whether an object is a CustomResourceDefinition. */
export function isCrd(object: KubernetesObject): boolean {
  return object.kind === CRD_KIND.kind && groupOf(object.apiVersion) === CRD_KIND.group;
}

/** Reads a CRD manifest; undefined for any other object, and for a CRD without the fields that matter. */
export function crdInfo(object: KubernetesObject): CrdInfo | undefined {
  if (!isCrd(object) || !isJsonObject(object.spec)) return undefined;
  const { group, scope, versions } = object.spec;
  const kind = valueAt(object, ['spec', 'names', 'kind']);
  const plural = valueAt(object, ['spec', 'names', 'plural']);
  if (typeof group !== 'string' || typeof kind !== 'string' || typeof plural !== 'string') {
    return undefined;
  }
  return {
    name: object.metadata.name,
    group,
    kind,
    plural,
    namespaced: scope === 'Namespaced',
    versions: (Array.isArray(versions) ? versions : []).filter(isJsonObject).map((version) => {
      const schema = valueAt(version, ['schema', 'openAPIV3Schema']);
      return {
        name: typeof version.name === 'string' ? version.name : '',
        served: version.served === true,
        storage: version.storage === true,
        schema: isJsonObject(schema) ? schema : {},
      };
    }),
  };
}

/** The kinds that a set of objects defines, by {@link groupKindKey}. */
export function definedKinds(objects: Iterable<KubernetesObject>): Map<string, CrdInfo> {
  const kinds = new Map<string, CrdInfo>();
  for (const object of objects) {
    const info = crdInfo(object);
    if (info !== undefined) kinds.set(groupKindKey(info), info);
  }
  return kinds;
}

/** How a kind is addressed, from the API server's own kinds or the CRDs of the set. */
export function kindInfo(
  kind: GroupKind,
  defined: ReadonlyMap<string, CrdInfo>,
): KindInfo | undefined {
  return builtinKind(kind) ?? defined.get(groupKindKey(kind));
}
