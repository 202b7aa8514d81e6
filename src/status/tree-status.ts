import { isApplied, isAsLeft } from '../apply/before.ts';
import type { Before } from '../apply/before.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { bundleMarks, compareBundleMarks } from '../manifest/bundle-mark.ts';
import { displayObject } from '../manifest/display.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Plan } from '../plan/plan.ts';

/** What there is of a tree in the cluster, beside what is on this machine. */
export type TreeStatus = {
  name: string;
  /** Of the tree on this machine; undefined where it has none, or is not there. */
  version: string | undefined;
  /** Undefined where only the cluster knows of the tree. */
  directory: string | undefined;
  /** What is recorded of it in the cluster; undefined where nothing is. */
  applied:
    | {
        /** Its version then; `''` where it had none. */
        release: string;
        objects: number;
      }
    | undefined;
  /** Objects of the tree that are not in the cluster. */
  missing: string[];
  /** Objects that somebody has changed since they were applied. */
  changed: string[];
  /** Objects that are not as the tree on this machine says, since it has not been applied, or not to its end. */
  pending: string[];
};

/**
 * Compares a tree with what is recorded and what is there.
 * @param plan has the objects of the tree, and may have others
 * @param before read for that plan
 */
export function treeStatus(
  tree: { name: string; version?: string | undefined; directory: string },
  { nodes }: Plan,
  before: Before,
): TreeStatus {
  const inventory = before.inventories.get(tree.name);
  const status: TreeStatus = {
    name: tree.name,
    version: tree.version,
    directory: tree.directory,
    applied: inventory && { release: inventory.release, objects: inventory.objects.size },
    missing: [],
    changed: [],
    pending: [],
  };
  for (const node of nodes) {
    if (!node.trees.includes(tree.name)) continue;
    const state = before.states.get(node.key);
    const entry = inventory?.objects.get(node.key);
    const form = node.forms.get(tree.name) ?? node.manifest;
    const shown = displayObject(node.id);
    if (state === undefined) status.missing.push(shown);
    else if (entry === undefined || entry.state === '') status.pending.push(shown);
    else if (!isAsLeft(before, node.key, state)) status.changed.push(shown);
    else if (!isApplied(before, node.key, form, state) && !isOlder(form, state)) {
      status.pending.push(shown);
    }
  }
  return status;
}

/** Whether what a tree has of an object is older than what another one, which has it too, has brought. */
function isOlder({ outline }: Manifest, { marks = new Map() }: ObjectState): boolean {
  return compareBundleMarks(marks, bundleMarks(outline))?.order === 1;
}

/** One that only the cluster knows of: its package is gone. */
export function recordedStatus(
  name: string,
  { release, objects }: { release: string; objects: ReadonlyMap<string, unknown> },
): TreeStatus {
  return {
    name,
    version: undefined,
    directory: undefined,
    applied: { release, objects: objects.size },
    missing: [],
    changed: [],
    pending: [],
  };
}
