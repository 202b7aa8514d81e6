import type { ObjectState } from '../cluster/object-state.ts';
import type { Incompatibility } from '../tree/tree-description.ts';
import type { ProgramVersion } from '../version.ts';

/*
 * The inventory of a tree: what this program has applied from it, and in which state the API server had
 * it then. It tells, at the next boot, without a write that nothing is to be done, and after an upgrade
 * what the new release no longer has.
 */

/**
 * What is recorded of an object. All are `''` where only the intent to write it is recorded; of an adopted one
 * the `uid` is known.
 */
export type InventoryEntry = {
  /** Of the manifest that was applied: the `digest` of a Manifest. */
  digest: string;
  uid: string;
  /** See {@link recordedState}. */
  state: string;
};

/** When all of a tree was applied, and by which program. */
export type Completion = {
  /** RFC 3339, by the device's clock. */
  at: string;
  program: ProgramVersion;
};

/** What is recorded of a tree. */
export type Inventory = {
  /**
   * The newest version of the tree that may have left something in the cluster: the one that was last applied
   * completely, or a newer one that was begun. `''` where the tree has none.
   */
  release: string;
  /** The UID of the namespace kube-system, which stands for the cluster. */
  cluster: string;
  /** By {@link objectKey}. */
  objects: ReadonlyMap<string, InventoryEntry>;
  /** The uids of what an earlier release had and pruning never deletes, such as CRDs; by {@link objectKey}. */
  retained: ReadonlyMap<string, string>;
  /**
   * Of the last complete apply that had something to do. Missing before the first one, and in the record of a
   * program that does not know of it.
   */
  completion?: Completion | undefined;
  /** The highest versions of bundles that its objects say they are of, by domain. */
  bundles: ReadonlyMap<string, string>;
  /** Versions of sources that it does not work with. */
  incompatible: readonly Incompatibility[];
};

/** The entry of an object that is about to be written for the first time. */
export const INTENT: InventoryEntry = { digest: '', uid: '', state: '' };

/** The entry of an object that was applied. */
export function entryOf(digest: string, state: ObjectState): InventoryEntry {
  return { digest: shortDigest(digest), uid: state.uid, state: recordedState(state) };
}

/** Whether an object in this state needs no apply: the same manifest made it what it is. */
export function isRecorded(
  entry: InventoryEntry | undefined,
  digest: string,
  state: ObjectState,
): boolean {
  return isAsRecorded(entry, state) && entry?.digest === shortDigest(digest);
}

/** Whether nobody has changed an object since it was applied, whatever is to be applied now. */
export function isAsRecorded(entry: InventoryEntry | undefined, state: ObjectState): boolean {
  return (
    entry !== undefined &&
    !state.deleting &&
    entry.uid === state.uid &&
    entry.state === recordedState(state)
  );
}

/** The generation, or the resourceVersion of kinds without one. */
function recordedState({ generation, resourceVersion }: ObjectState): string {
  return generation > 0 ? `generation ${generation}` : `resourceVersion ${resourceVersion}`;
}

/** 128 bits tell manifests apart, and a ConfigMap has room for a mebibyte only. */
function shortDigest(digest: string): string {
  return digest.replace('sha256:', '').slice(0, 32);
}
