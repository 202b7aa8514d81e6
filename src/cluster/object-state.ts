import { bundleMarks } from '../manifest/bundle-mark.ts';
import type { BundleMarks } from '../manifest/bundle-mark.ts';
import { textAt, valueAt } from '../manifest/json.ts';

/** What tells one state of a live object from another, without its content. */
export type ObjectState = {
  uid: string;
  resourceVersion: string;
  /** 0 for kinds that have none. */
  generation: number;
  deleting: boolean;
  /** Of which bundles it says to be; missing where it says nothing of that. */
  marks?: BundleMarks;
};

/** Reads the state from an object's metadata, as any form of the object has it. */
export function objectState(object: unknown): ObjectState {
  const generation = valueAt(object, ['metadata', 'generation']);
  const marks = bundleMarks(object);
  return {
    uid: textAt(object, ['metadata', 'uid']),
    resourceVersion: textAt(object, ['metadata', 'resourceVersion']),
    generation: typeof generation === 'number' ? generation : 0,
    deleting: textAt(object, ['metadata', 'deletionTimestamp']) !== '',
    ...(marks.size === 0 ? {} : { marks }),
  };
}

/**
 * Whether a resourceVersion is newer than another of the same kind: they are whole numbers that grow
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions).
 */
export function isNewerVersion(version: string, than: string): boolean {
  return version.length === than.length ? version > than : version.length > than.length;
}
