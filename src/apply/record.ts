import type { Client } from '../cluster/client.ts';
import { formatInventory } from '../inventory/format-inventory.ts';
import { INTENT, entryOf } from '../inventory/inventory.ts';
import type { Completion, Inventory, InventoryEntry } from '../inventory/inventory.ts';
import { writeInventory } from '../inventory/inventory-store.ts';
import type { Plan } from '../plan/plan.ts';
import { isSettled } from '../removal/outcome.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { objectKey } from '../manifest/object.ts';
import type { AppliedTree } from './applied-tree.ts';
import type { Before } from './before.ts';
import type { Outcome } from './outcome.ts';
import { releaseBegun } from './release-begun.ts';
import type { StaleObjects } from './stale-objects.ts';

/** What was found before the run, and decided from it. */
export type RecordContext = {
  client: Client;
  trees: readonly AppliedTree[];
  before: Before;
  stale: StaleObjects;
  /** When this is, and which program does it: asked once a tree is complete. */
  complete: () => Completion;
};

/**
 * Records, before the first change, the newest release that may leave something, what is about to be
 * written and has not been before, and what is adopted: a run that is cut off leaves no object behind that
 * nobody knows of.
 */
export async function recordIntent(
  { nodes }: Plan,
  context: Omit<RecordContext, 'complete'>,
): Promise<void> {
  const { client, trees, before, stale } = context;
  await Promise.all(
    trees.map(async (tree) => {
      const { name, version = '' } = tree;
      const recorded = before.inventories.get(name);
      const isNew = (key: string): boolean => recorded?.objects.has(key) !== true;
      const own = nodes.filter((node) => node.trees.includes(name));
      const keys = own.map(({ key }) => key).filter(isNew);
      const adopted = [...(stale.get(name) ?? [])].filter(([key]) => isNew(key));
      const release = await releaseBegun(recorded?.release ?? '', version);
      if (keys.length + adopted.length === 0 && release === recorded?.release) return;
      await writeInventory(client, name, {
        release,
        cluster: before.cluster,
        objects: new Map([
          ...keys.map((key): [string, InventoryEntry] => [key, intentOf(tree, key, before)]),
          ...adopted.map(staleEntry),
          ...(recorded?.objects ?? []),
        ]),
        retained: new Map(recorded?.retained),
        completion: recorded?.completion,
        bundles: tree.bundles,
        incompatible: tree.incompatible,
      });
    }),
  );
}

/** Records what was applied and pruned; writes nothing where that is recorded already, whenever it was. */
export async function recordOutcomes(
  outcomes: readonly Outcome[],
  pruned: readonly RemovalOutcome[],
  context: RecordContext,
): Promise<void> {
  const { client, trees, before } = context;
  await Promise.all(
    trees.map(async (tree) => {
      const recorded = before.inventories.get(tree.name);
      const applied = outcomes.filter(({ node }) => node.trees.includes(tree.name));
      const inventory = await inventoryAfter(tree, applied, pruned, context);
      if (recorded !== undefined && isSame(recorded, inventory)) return;
      await writeInventory(client, tree.name, inventory);
    }),
  );
}

async function inventoryAfter(
  tree: AppliedTree,
  applied: readonly Outcome[],
  pruned: readonly RemovalOutcome[],
  { before, stale, complete }: RecordContext,
): Promise<Inventory> {
  const { name, version = '' } = tree;
  const recorded = before.inventories.get(name);
  const isComplete = applied.every(({ state }) => state !== undefined);
  const own = applied.map(({ node, state }): [string, InventoryEntry] => [
    node.key,
    state === undefined
      ? (recorded?.objects.get(node.key) ?? intentOf(tree, node.key, before))
      : // Its own, so that a run for this tree alone finds that nothing is to be done.
        entryOf((node.forms.get(name) ?? node.manifest).digest, state),
  ]);
  // Of two trees that had an object, pruning names but one.
  const over = new Set(pruned.filter(isOver).map(({ removable }) => removable.key));
  const left = [...(stale.get(name) ?? [])].filter(([key]) => !over.has(key));
  const ownKeys = new Set(own.map(([key]) => key));
  const kept = pruned
    .filter(({ removable }) => removable.tree === name)
    .filter((outcome) => isOver(outcome) && !isSettled(outcome))
    .map(({ removable }): [string, string] => [removable.key, removable.uid ?? '']);
  return {
    release: isComplete ? version : await releaseBegun(recorded?.release ?? '', version),
    cluster: before.cluster,
    objects: new Map([
      ...own,
      ...left.map(([key, uid]): [string, InventoryEntry] => [
        key,
        recorded?.objects.get(key) ?? staleEntry([key, uid])[1],
      ]),
    ]),
    retained: new Map(
      [...(recorded?.retained ?? []), ...kept].filter(([key]) => !ownKeys.has(key)),
    ),
    completion: isComplete ? complete() : recorded?.completion,
    bundles: tree.bundles,
    incompatible: tree.incompatible,
  };
}

/**
 * The entry of an object that has not been applied yet. One that is adopted is already there: if this run is
 * cut off, its uid is what tells the next release that it may be pruned.
 */
function intentOf({ name, adopts }: AppliedTree, key: string, before: Before): InventoryEntry {
  const isAdopted = !before.inventories.has(name) && adopts.some((id) => objectKey(id) === key);
  return isAdopted ? { ...INTENT, uid: before.states.get(key)?.uid ?? '' } : INTENT;
}

/** Whether pruning has nothing left to do about an object: it is gone, or stays on purpose. */
function isOver({ action }: RemovalOutcome): boolean {
  return action === 'deleted' || action === 'absent' || action === 'kept';
}

function staleEntry([key, uid]: readonly [string, string]): [string, InventoryEntry] {
  return [key, { ...INTENT, uid }];
}

/** Whether two say the same, apart from when: a boot that changes nothing writes nothing. */
function isSame(a: Inventory, b: Inventory): boolean {
  const then = { ...b, completion: a.completion };
  return JSON.stringify(formatInventory(a)) === JSON.stringify(formatInventory(then));
}
