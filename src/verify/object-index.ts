import { objectId, objectKey } from '../manifest/object.ts';
import type { ManifestObject, ObjectId } from '../manifest/object.ts';

/** Answers what is in a release. */
export type ObjectIndex = {
  has(id: ObjectId): boolean;
  /** Whether the release makes the namespace, so that what is to be in it should be here, too. */
  hasNamespace(name: string): boolean;
};

/** Indexes the objects of a release by identity. */
export function indexObjects(objects: readonly ManifestObject[]): ObjectIndex {
  const keys = new Set(objects.map(({ object }) => objectKey(objectId(object))));
  const has = (id: ObjectId): boolean => keys.has(objectKey(id));
  return {
    has,
    hasNamespace: (name) => has({ group: '', kind: 'Namespace', namespace: '', name }),
  };
}
