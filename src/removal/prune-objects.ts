import type { Client } from '../cluster/client.ts';
import type { RemovalOutcome } from './outcome.ts';
import type { Removable } from './removable.ts';
import { removeObjects } from './remove-objects.ts';
import type { RemovalHooks } from './remove-objects.ts';

/** An object that only counts if it is still the one that was recorded. */
export type Prunable = Removable & { uid: string };

/**
 * Deletes what a new release no longer has, in the order of {@link removeObjects}. CRDs, namespaces and stored
 * data are kept, and so is whatever somebody has put in the place of a recorded object.
 * @param shared the names of other trees that have an object too, by its key: such an object is kept
 * @param moved see {@link RemovalPolicy}
 */
export async function pruneObjects(
  client: Client,
  prunables: readonly Prunable[],
  {
    shared,
    moved,
    ...hooks
  }: RemovalHooks & { shared?: ReadonlyMap<string, string>; moved?: ReadonlySet<string> },
): Promise<RemovalOutcome[]> {
  return removeObjects(client, prunables, {
    ...hooks,
    ...(shared === undefined ? {} : { shared }),
    policy: { purpose: 'prune', ...(moved === undefined ? {} : { moved }) },
  });
}
