import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { failedRemoval } from '../removal/failure.ts';
import { findObject } from '../removal/find-object.ts';
import { isCrdKind } from '../removal/kinds.ts';
import { orderRemoval } from '../removal/order-removal.ts';
import type { Kept, RemovalOutcome } from '../removal/outcome.ts';
import type { Removable } from '../removal/removable.ts';
import { keptAnyway } from '../removal/remove-object.ts';
import { prunablesOf, sharedWithOthers } from './prune-stale.ts';
import type { StaleObjects } from './stale-objects.ts';

const CONCURRENT_REQUESTS = 8;

/** What pruning would do, in its order: reads only. */
export async function foretellPruning(
  client: Client,
  stale: StaleObjects,
  clock: () => number,
): Promise<RemovalOutcome[]> {
  const prunables = prunablesOf(stale);
  if (prunables.length === 0) return [];
  const limit = pLimit(CONCURRENT_REQUESTS);
  const sharing = sharedWithOthers(client, stale);
  const foretellOne = async (removable: Removable): Promise<RemovalOutcome> => {
    const readyAt = clock();
    try {
      const foretold = await foretell(client, removable, await sharing);
      return { removable, ...foretold, readyAt, doneAt: clock() };
    } catch (error) {
      const why = { itself: 'the API server did not say what it is' };
      return failedRemoval(removable, error, why, { readyAt, doneAt: clock() });
    }
  };
  return Promise.all(
    orderRemoval(prunables).map(({ removable }) => limit(() => foretellOne(removable))),
  );
}

async function foretell(
  client: Client,
  removable: Removable,
  shared: ReadonlyMap<string, string>,
): Promise<{ action: 'absent' | 'deleted' } | { action: 'kept'; kept: Kept }> {
  const found = await findObject(client, removable, () => {});
  if (found === undefined) return { action: 'absent' };
  const kept =
    keptAnyway(removable, found.live, { policy: { purpose: 'prune' }, shared }) ??
    (isCrdKind(removable.id) ? KEPT_CRD : undefined);
  return kept === undefined ? { action: 'deleted' } : { action: 'kept', kept };
}

const KEPT_CRD: Kept = {
  because: 'crd',
  reason: "pruning keeps CRDs, since users' objects go with them",
};
