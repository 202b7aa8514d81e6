import type { Client } from '../cluster/client.ts';
import { deleteInventory, listInventories, writeInventory } from '../inventory/inventory-store.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { parseObjectKey } from '../manifest/object.ts';
import { liveUid } from './live-uid.ts';
import type { Records } from './records.ts';
import { recordedRemovable } from './removable.ts';
import type { Removable } from './removable.ts';

/**
 * Reads what the inventories in the cluster record of trees: what was applied from them, and what pruning has
 * left of earlier releases.
 */
export async function readRecords(client: Client, trees: readonly string[]): Promise<Records> {
  const inventories = await listInventories(client);
  const asked = [...inventories].filter(([tree]) => trees.includes(tree));
  const recorded = asked.map(
    async ([tree, inventory]) => [tree, await removablesOf(client, tree, inventory)] as const,
  );
  return {
    trees: new Map(await Promise.all(recorded)),
    shared: sharedObjects(inventories, trees),
    async reduce(tree, kept) {
      const inventory = inventories.get(tree);
      if (inventory === undefined || kept.size === 0) return deleteInventory(client, tree);
      const nothing = { objects: new Map(), bundles: new Map(), incompatible: [] };
      return writeInventory(client, tree, { ...inventory, ...nothing, retained: kept });
    },
  };
}

/** The trees that have an object, apart from `trees`, by its key. */
export function sharedObjects(
  inventories: ReadonlyMap<string, Inventory>,
  trees: readonly string[],
): Map<string, string> {
  const others = [...inventories].filter(([tree]) => !trees.includes(tree));
  return new Map(
    others.flatMap(([tree, { objects }]) => [...objects.keys()].map((key) => [key, tree] as const)),
  );
}

async function removablesOf(
  client: Client,
  tree: string,
  { objects, retained }: Inventory,
): Promise<Removable[]> {
  const uids = new Map([
    ...retained,
    ...[...objects].map(([key, { uid }]): [string, string] => [key, uid]),
  ]);
  const found = await Promise.all(
    [...uids].map(async ([key, recordedUid]) => {
      const id = parseObjectKey(key);
      // A run that was cut off may have written it, or not: then somebody else may have.
      const uid = recordedUid === '' ? await liveUid(client, id, 'ours') : recordedUid;
      return uid === undefined ? [] : [recordedRemovable(id, { tree, uid })];
    }),
  );
  return found.flat();
}
