import { isApplied, isAsLeft, isOfRecord } from '../apply/before.ts';
import type { Before } from '../apply/before.ts';
import type { Use } from '../capacity/read-use.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import type { Completion, Inventory } from '../inventory/inventory.ts';
import { bundleMarks, compareBundleMarks } from '../manifest/bundle-mark.ts';
import { displayObject } from '../manifest/display.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { Tree } from '../tree/read-tree.ts';
import { changedBy, isOnlyAddedTo } from './changed-by.ts';
import type { ChangedBy } from './changed-by.ts';

/** What there is of a tree in the cluster, beside what is on this machine. */
export type TreeStatus = {
  name: string;
  /** Of the tree on this machine; undefined where it has none, or is not there. */
  version: string | undefined;
  /** Undefined where only the cluster knows of the tree. */
  directory: string | undefined;
  /** What its release was made of. */
  sources: Tree['sources'];
  record: TreeRecord;
  /** Objects of the tree that are not in the cluster. */
  missing: string[];
  /** Objects that are not as they were applied, and who has changed them, where that is known. */
  changed: ({ object: string } & Partial<ChangedBy>)[];
  /** Objects that are not as the tree on this machine says, since it has not been applied, or not to its end. */
  pending: string[];
  /** Objects of which nothing is known: the user may not read them, or there was no time. */
  unread: string[];
  /** What its pods ask for, and use; undefined where it has none. */
  resources?: (Use & { pods: number }) | undefined;
};

/** What is recorded of a tree in the cluster. */
export type TreeRecord =
  | {
      is: 'read';
      /** Its version then; `''` where it had none. */
      release: string;
      objects: number;
      completion?: Completion | undefined;
    }
  | { is: 'absent' }
  /** The user may not read it, or there was no time. */
  | { is: 'unread' }
  /** A newer program has written it. */
  | { is: 'newer'; format: number };

/** The objects of a tree that are not simply as they should be. */
export type Comparison = {
  missing: PlanNode[];
  changed: PlanNode[];
  /** Others of their names are there, or they are being deleted. */
  replaced: PlanNode[];
  pending: PlanNode[];
  unread: PlanNode[];
};

/**
 * Compares a tree with what is recorded and what is there.
 * @param plan has the objects of the tree, and may have others
 * @param before read for that plan
 * @param record of the tree: where it could not be read, only what is missing can be told
 * @param unread the keys of objects of which nothing was read
 */
export function compareTree(
  name: string,
  { nodes }: Plan,
  before: Before,
  record: TreeRecord,
  unread: ReadonlySet<string>,
): Comparison {
  const found: Comparison = {
    missing: [],
    changed: [],
    replaced: [],
    pending: [],
    unread: [],
  };
  const isKnown = record.is === 'read' || record.is === 'absent';
  for (const node of nodes) {
    if (!node.trees.includes(name)) continue;
    const state = before.states.get(node.key);
    const entry = before.inventories.get(name)?.objects.get(node.key);
    const form = node.forms.get(name) ?? node.manifest;
    if (unread.has(node.key)) found.unread.push(node);
    else if (state === undefined) found.missing.push(node);
    else if (!isKnown) continue;
    else if (entry === undefined || entry.state === '') found.pending.push(node);
    else if (state.deleting || !isOfRecord(before, node.key, state)) found.replaced.push(node);
    else if (!isAsLeft(before, node.key, state)) found.changed.push(node);
    else if (!isApplied(before, node.key, form, state) && !isOlder(form, state)) {
      found.pending.push(node);
    }
  }
  return found;
}

/**
 * The status of a tree.
 * @param live the changed objects, or their metadata, by {@link PlanNode.key}; without those that could not be read
 */
export function treeStatus(
  tree: Pick<Tree, 'name' | 'version' | 'directory' | 'sources'>,
  record: TreeRecord,
  { missing, changed, replaced, pending, unread }: Comparison,
  live: ReadonlyMap<string, unknown>,
): TreeStatus {
  const { name, version, directory, sources } = tree;
  const shown = ({ id }: PlanNode): string => displayObject(id);
  return {
    name,
    version,
    directory,
    sources,
    record,
    missing: missing.map(shown),
    changed: [
      ...changed.filter(({ key, manifest }) => !isOnlyAddedTo(live.get(key), manifest)),
      ...replaced,
    ].map((node) => ({ object: shown(node), ...changedBy(live.get(node.key)) })),
    pending: pending.map(shown),
    unread: unread.map(shown),
  };
}

/** Whether what a tree has of an object is older than what another one, which has it too, has brought. */
function isOlder({ outline }: Manifest, { marks = new Map() }: ObjectState): boolean {
  return compareBundleMarks(marks, bundleMarks(outline))?.order === 1;
}

/** One that only the cluster knows of: its package is gone. */
export function recordedStatus(name: string, record: TreeRecord): TreeStatus {
  return {
    name,
    version: undefined,
    directory: undefined,
    sources: [],
    record,
    missing: [],
    changed: [],
    pending: [],
    unread: [],
  };
}

/** What is told of a record that could be read. */
export function recordOf({ release, objects, completion }: Inventory): TreeRecord {
  return { is: 'read', release, objects: objects.size, completion };
}
