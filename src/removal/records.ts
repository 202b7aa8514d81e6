import type { Client } from '../cluster/client.ts';
import type { Removable } from './removable.ts';

/** What the cluster has recorded of what was applied. */
export type Records = {
  /** Of the trees that were asked for, by name; one without a record is missing. */
  trees: ReadonlyMap<string, readonly Removable[]>;
  /** What the other trees have: their names, by the keys of the objects. */
  shared: ReadonlyMap<string, string>;
  /**
   * Leaves of a tree's record only what was kept of its objects, by their keys and with their uids, and deletes one
   * that is empty. From then on the tree has a say in nothing. Called last, since a run that was cut short goes on
   * by the record.
   */
  reduce: (tree: string, kept: ReadonlyMap<string, string>) => Promise<void>;
};

/** Reads what is recorded of trees. */
export type ReadRecords = (client: Client, trees: readonly string[]) => Promise<Records>;

/**
 * The objects of trees and those that are recorded: each once, as the tree has it and as the one that was
 * recorded. What only the record has, an earlier release brought; nothing is known to depend on it.
 */
export function joinRecords(
  planned: readonly Removable[],
  recorded: readonly Removable[],
): Removable[] {
  const joined = new Map(planned.map((removable) => [removable.key, removable]));
  for (const removable of recorded) {
    const known = joined.get(removable.key);
    joined.set(removable.key, known === undefined ? removable : { ...known, uid: removable.uid });
  }
  return [...joined.values()];
}
