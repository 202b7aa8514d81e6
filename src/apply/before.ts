import type { Client } from '../cluster/client.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { withRetries } from '../cluster/retry.ts';
import type { Inventory, InventoryEntry } from '../inventory/inventory.ts';
import { isRecorded } from '../inventory/inventory.ts';
import { readInventories } from '../inventory/inventory-store.ts';
import { textAt } from '../manifest/json.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { readExistingStates } from './existing-states.ts';
import type { ExistingStates } from './existing-states.ts';

/** What a run finds before it writes anything. */
export type Before = {
  /** The UID of the namespace kube-system. */
  cluster: string;
  states: ExistingStates;
  /** By tree; without those that were recorded in another cluster. */
  inventories: ReadonlyMap<string, Inventory>;
};

/** The first requests, which wait until the API server is up: metadata only, and all at once. */
export async function readBefore(
  client: Client,
  plan: Plan,
  trees: readonly string[],
): Promise<Before> {
  const [cluster, states, inventories] = await Promise.all([
    readCluster(client),
    readExistingStates(client, plan.nodes),
    readInventories(client, trees),
  ]);
  // A record that came with a backup of another cluster says nothing of what is in this one.
  const own = [...inventories].filter(([, inventory]) => inventory.cluster === cluster);
  return { cluster, states, inventories: new Map(own) };
}

/** The API server has just been started for the first time; its code makes it transient. */
class NewClusterError extends Error {
  override readonly name = 'NewClusterError';
  readonly code = 'NEW_CLUSTER';
}

/**
 * What tells one cluster from another: the UID of the namespace kube-system, which is waited for.
 * @throws {ApiError} where the API server refuses to tell it; the deadline's reason
 */
export function readCluster(client: Client): Promise<string> {
  return withRetries(() => readClusterUid(client), { signal: client.signal });
}

async function readClusterUid(client: Client): Promise<string> {
  const namespace = await getJson(client, '/api/v1/namespaces/kube-system', METADATA);
  const uid = textAt(namespace, ['metadata', 'uid']);
  if (uid === '') throw new NewClusterError('the namespace kube-system does not exist yet');
  return uid;
}

/** What is recorded of an object of a plan, by any of its trees. */
export function recordedEntry(
  { inventories }: Before,
  { trees, key }: PlanNode,
): InventoryEntry | undefined {
  const entries = trees.flatMap((tree) => inventories.get(tree)?.objects.get(key) ?? []);
  return entries.find(({ state }) => state !== '') ?? entries[0];
}

/** Whether an object need not be written: what was applied is what is there. */
export function isUnchanged(before: Before, node: PlanNode): boolean {
  const state = before.states.get(node.key);
  return (
    state !== undefined && isRecorded(recordedEntry(before, node), node.manifest.digest, state)
  );
}
