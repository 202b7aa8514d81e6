import type { Place } from '../errors.ts';
import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { builtinKind } from '../manifest/builtin-kinds.ts';
import { displayObject } from '../manifest/display.ts';
import type { ObjectId } from '../manifest/object.ts';
import { objectKey } from '../manifest/object.ts';

/** An object that may be removed, as a tree or a record in the cluster names it. */
export type Removable = {
  /** {@link objectKey} of its identity. */
  key: string;
  id: ObjectId;
  /** The version to address it in; undefined where only the API server can say. */
  apiVersion: string | undefined;
  /** How its kind is addressed; undefined where only the API server can say. */
  kind: KindInfo | undefined;
  /** The only object that is meant; undefined: whichever has the name. */
  uid: string | undefined;
  /** The name of the tree that it was applied from. */
  tree: string;
  /** Where a problem with it lies. */
  place: Place;
  /** The keys of what had to be there before it was applied. */
  dependencies: readonly string[];
};

/** A removable of which only the cluster tells, not a tree. */
export function recordedRemovable(
  id: ObjectId,
  known: { tree: string; uid: string | undefined; apiVersion?: string; kind?: KindInfo },
): Removable {
  return {
    key: objectKey(id),
    id,
    apiVersion: known.apiVersion,
    kind: known.kind ?? builtinKind(id),
    uid: known.uid,
    tree: known.tree,
    place: { object: displayObject(id) },
    dependencies: [],
  };
}
