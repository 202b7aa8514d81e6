import type { KindInfo } from '../manifest/builtin-kinds.ts';
import type { ObjectId } from '../manifest/object.ts';
import { groupOf } from '../manifest/object.ts';

/** Where the objects of a kind are: an apiVersion's plural, in a namespace where it has them. */
export type Resource = { apiVersion: string; plural: string; namespace: string };

/**
 * Where an object is, in the version `apiVersion`; the namespace counts only where its kind has one, and is
 * `default` where the object names none.
 */
export function resourceOf(apiVersion: string, kind: KindInfo, id: ObjectId): Resource {
  return {
    apiVersion,
    plural: kind.plural,
    namespace: kind.namespaced ? id.namespace || 'default' : '',
  };
}

/** The URL path of a group and version: `/api/v1`, `/apis/apps/v1`. */
export function groupVersionPath(apiVersion: string): string {
  return `${groupOf(apiVersion) === '' ? '/api' : '/apis'}/${apiVersion}`;
}

/** The URL path of a resource's objects, or of one of them. */
export function resourcePath(resource: Resource, name?: string): string {
  const { apiVersion, plural, namespace } = resource;
  return [
    groupVersionPath(apiVersion),
    ...(namespace === '' ? [] : ['namespaces', encodeURIComponent(namespace)]),
    plural,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
  ].join('/');
}
