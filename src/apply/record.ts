import type { Client } from '../cluster/client.ts';
import { formatInventory } from '../inventory/format-inventory.ts';
import { INTENT, entryOf } from '../inventory/inventory.ts';
import type { Inventory, InventoryEntry } from '../inventory/inventory.ts';
import { writeInventory } from '../inventory/inventory-store.ts';
import type { Plan } from '../plan/plan.ts';
import type { AppliedTree } from './apply-plan.ts';
import type { Before } from './before.ts';
import type { Outcome } from './outcome.ts';

/**
 * Records, before the first change, what is about to be written and has not been before: a run that is cut
 * off leaves no object behind that nobody knows of.
 */
export async function recordIntent(
  client: Client,
  trees: readonly AppliedTree[],
  { nodes }: Plan,
  before: Before,
): Promise<void> {
  const byTree = Map.groupBy(nodes, ({ tree }) => tree);
  await Promise.all(
    trees.map(async ({ name }) => {
      const recorded = before.inventories.get(name);
      const keys = (byTree.get(name) ?? []).map(({ key }) => key);
      const missing = keys.filter((key) => recorded?.objects.has(key) !== true);
      if (missing.length === 0) return;
      await writeInventory(client, name, {
        release: recorded?.release ?? '',
        cluster: before.cluster,
        objects: new Map([
          ...missing.map((key): [string, InventoryEntry] => [key, INTENT]),
          ...(recorded?.objects ?? []),
        ]),
        retained: new Set(recorded?.retained),
      });
    }),
  );
}

/** Records what was applied; writes nothing where that is recorded already. */
export async function recordOutcomes(
  client: Client,
  trees: readonly AppliedTree[],
  outcomes: readonly Outcome[],
  before: Before,
): Promise<void> {
  const byTree = Map.groupBy(outcomes, ({ node }) => node.tree);
  await Promise.all(
    trees.map(async (tree) => {
      const recorded = before.inventories.get(tree.name);
      const inventory = inventoryAfter(tree, byTree.get(tree.name) ?? [], recorded, before.cluster);
      if (recorded !== undefined && isSame(recorded, inventory)) return;
      await writeInventory(client, tree.name, inventory);
    }),
  );
}

function inventoryAfter(
  { version }: AppliedTree,
  outcomes: readonly Outcome[],
  recorded: Inventory | undefined,
  cluster: string,
): Inventory {
  const isComplete = outcomes.every(({ state }) => state !== undefined);
  const entries = outcomes.map(({ node, state }): [string, InventoryEntry] => [
    node.key,
    state === undefined
      ? (recorded?.objects.get(node.key) ?? INTENT)
      : entryOf(node.manifest.digest, state),
  ]);
  return {
    release: isComplete ? (version ?? '') : (recorded?.release ?? ''),
    cluster,
    objects: new Map([...(recorded?.objects ?? []), ...entries]),
    retained: new Set(recorded?.retained),
  };
}

function isSame(a: Inventory, b: Inventory): boolean {
  return JSON.stringify(formatInventory(a)) === JSON.stringify(formatInventory(b));
}
