import type { Client } from '../cluster/client.ts';
import { listInventories } from '../inventory/inventory-store.ts';
import { parseObjectKey } from '../manifest/object.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { pruneObjects } from '../removal/prune-objects.ts';
import type { Prunable } from '../removal/prune-objects.ts';
import { sharedObjects } from '../removal/read-records.ts';
import { recordedRemovable } from '../removal/removable.ts';
import type { RemovalHooks } from '../removal/remove-objects.ts';
import type { StaleObjects } from './stale-objects.ts';

/** Deletes what is stale, apart from what other trees have too, and what pruning never deletes. */
export async function pruneStale(
  client: Client,
  stale: StaleObjects,
  hooks: RemovalHooks,
): Promise<RemovalOutcome[]> {
  const prunables = [...stale].flatMap(([tree, objects]) =>
    [...objects].map(([key, uid]): Prunable => ({
      ...recordedRemovable(parseObjectKey(key), { tree, uid }),
      uid,
    })),
  );
  if (prunables.length === 0) return [];
  const shared = sharedObjects(await listInventories(client), [...stale.keys()]);
  return pruneObjects(client, prunables, { ...hooks, shared });
}
