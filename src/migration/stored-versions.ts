import { crdInfo } from '../manifest/crd.ts';
import { textAt, valueAt } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/**
 * On a CRD while its objects are migrated: the versions that go, with commas. It has them beside the ones
 * of the release that comes, of which it is already.
 */
export const MIGRATING_FROM = 'optional.microshift.io/migrating-from';

/** The versions in which objects of a live CRD may be stored, by its status. */
export function storedVersions(live: KubernetesObject): string[] {
  const stored = valueAt(live, ['status', 'storedVersions']);
  return (Array.isArray(stored) ? stored : []).filter((name) => typeof name === 'string');
}

/** The versions in which objects may be stored and that the next CRD does not define. */
export function goneVersions(live: KubernetesObject, next: KubernetesObject): string[] {
  const left = new Set(crdInfo(next)?.versions.map(({ name }) => name));
  return storedVersions(live).filter((name) => !left.has(name));
}

/** The versions that a live CRD has of its release, without those that it only has for a migration. */
export function ownVersions(live: KubernetesObject): string[] {
  const all = (crdInfo(live)?.versions ?? []).map(({ name }) => name);
  const going = new Set(textAt(live, ['metadata', 'annotations', MIGRATING_FROM]).split(','));
  const own = all.filter((name) => !going.has(name));
  return own.length === 0 ? all : own;
}
