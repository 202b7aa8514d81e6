import type { Client } from '../cluster/client.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { textAt } from '../manifest/json.ts';
import { totalRequests } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { allocatableOf, takenBy } from './capacity.ts';
import type { Capacity } from './capacity.ts';

// A pod weighs kilobytes; only sums are kept.
const PAGE = 100;

/**
 * Reads what the nodes have and pods have taken; undefined before there is a node that takes pods.
 * @param own namespaces whose pods do not count as taken: those of what is about to be applied
 * @throws {ApiError} where the API server refuses it; the deadline's reason
 */
export async function readCapacity(
  client: Client,
  own: ReadonlySet<string>,
): Promise<Capacity | undefined> {
  const nodes: unknown[] = [];
  for await (const { items } of listObjects(client, '/api/v1/nodes')) nodes.push(...items);
  const allocatable = allocatableOf(nodes);
  if (allocatable === undefined) return undefined;
  let taken: Amount = { cpu: 0, memory: 0 };
  for await (const { items } of listObjects(client, '/api/v1/pods', { limit: PAGE })) {
    const others = items.filter((pod) => !own.has(textAt(pod, ['metadata', 'namespace'])));
    taken = totalRequests([taken, ...others.map(takenBy)]);
  }
  return { allocatable, taken };
}
