import type { Client } from '../cluster/client.ts';
import { listInventories } from '../inventory/inventory-store.ts';
import { parseObjectKey } from '../manifest/object.ts';
import { failedRemoval } from '../removal/failure.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { pruneObjects } from '../removal/prune-objects.ts';
import type { Prunable } from '../removal/prune-objects.ts';
import { sharedObjects } from '../removal/read-records.ts';
import { recordedRemovable } from '../removal/removable.ts';
import type { RemovalHooks } from '../removal/remove-objects.ts';
import type { StaleObjects } from './stale-objects.ts';

/**
 * Deletes what is stale, apart from what other trees have too, and what pruning never deletes. Returns what became
 * of every object, also when the deadline passes.
 */
export async function pruneStale(
  client: Client,
  stale: StaleObjects,
  hooks: RemovalHooks & { moved: ReadonlySet<string> },
): Promise<RemovalOutcome[]> {
  const prunables = prunablesOf(stale);
  if (prunables.length === 0) return [];
  try {
    const shared = await sharedWithOthers(client, stale);
    return await pruneObjects(client, prunables, { ...hooks, shared });
  } catch (error) {
    const now = hooks.clock();
    const times = { readyAt: now, doneAt: now };
    return prunables.map((removable) => {
      const outcome = failedRemoval(removable, error, { itself: NOT_ASKED }, times);
      hooks.onOutcome(outcome);
      return outcome;
    });
  }
}

const NOT_ASKED = 'the API server did not say which other trees have it too';

/** What is stale, as what may be removed. */
export function prunablesOf(stale: StaleObjects): Prunable[] {
  return [...stale].flatMap(([tree, objects]) =>
    [...objects].map(([key, uid]): Prunable => ({
      ...recordedRemovable(parseObjectKey(key), { tree, uid }),
      uid,
    })),
  );
}

/** The names of the trees, apart from those of this run, that have an object, by its key. */
export async function sharedWithOthers(
  client: Client,
  stale: StaleObjects,
): Promise<ReadonlyMap<string, string>> {
  return sharedObjects(await listInventories(client), [...stale.keys()]);
}
