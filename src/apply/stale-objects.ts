import type { Client } from '../cluster/client.ts';
import { objectKey, parseObjectKey } from '../manifest/object.ts';
import type { Plan } from '../plan/plan.ts';
import { liveUid } from '../removal/live-uid.ts';
import type { AppliedTree } from './applied-tree.ts';
import type { Before } from './before.ts';

/**
 * What earlier releases of trees have brought and this set no longer has: the uids by {@link PlanNode.key}, by
 * the name of the tree.
 */
export type StaleObjects = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Finds what is stale: what is recorded of a tree; without a record, what the tree adopts. Of an object without a
 * recorded uid only what this program has applied counts: a run was cut off before it could record it. What no
 * longer exists is left out.
 */
export async function findStale(
  client: Client,
  { nodes }: Plan,
  trees: readonly AppliedTree[],
  before: Before,
): Promise<StaleObjects> {
  const planned = new Set(nodes.map(({ key }) => key));
  const ofTrees = trees.map(async ({ name, adopts }) => {
    const recorded = before.inventories.get(name);
    const candidates =
      recorded === undefined
        ? adopts.map((id) => ({ key: objectKey(id), uid: '', whose: 'anybody' as const }))
        : [...recorded.objects].map(([key, { uid }]) => ({ key, uid, whose: 'ours' as const }));
    const found = await Promise.all(
      candidates.map(async ({ key, uid, whose }): Promise<[string, string][]> => {
        if (planned.has(key)) return [];
        const known = uid === '' ? await liveUid(client, parseObjectKey(key), whose) : uid;
        return known === undefined ? [] : [[key, known]];
      }),
    );
    return [name, new Map(found.flat())] as const;
  });
  return new Map(await Promise.all(ofTrees));
}
