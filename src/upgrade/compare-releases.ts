import type { KubernetesObject } from '../manifest/object.ts';
import { compareCrds } from './compare-crds.ts';
import { compareObjects } from './compare-objects.ts';
import type { ObjectChange } from './compare-objects.ts';
import type { CrdChange } from './crd-change.ts';

/** What differs between the objects of a release and those of the next one. */
export type ReleaseChanges = {
  objects: ObjectChange[];
  /** What the differences between CRDs mean for stored objects. */
  crds: CrdChange[];
};

/** Compares the objects of two releases. */
export function compareReleases(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): ReleaseChanges {
  return { objects: compareObjects(before, after), crds: compareCrds(before, after) };
}
