import type { Client } from '../cluster/client.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { withRetries } from '../cluster/retry.ts';
import type { Inventory, InventoryEntry } from '../inventory/inventory.ts';
import { isAsRecorded, isRecorded } from '../inventory/inventory.ts';
import { listInventories } from '../inventory/inventory-store.ts';
import { textAt } from '../manifest/json.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { readExistingStates } from './existing-states.ts';
import type { ExistingStates } from './existing-states.ts';

/** What a run finds before it writes anything. */
export type Before = {
  /** The UID of the namespace kube-system. */
  cluster: string;
  states: ExistingStates;
  /**
   * Of all trees, by name, also those that the run is not about; without those that were recorded in another
   * cluster.
   */
  inventories: ReadonlyMap<string, Inventory>;
};

/** The first requests, which wait until the API server is up: metadata only, and all at once. */
export async function readBefore(client: Client, plan: Plan): Promise<Before> {
  const [cluster, states, inventories] = await Promise.all([
    readCluster(client),
    readExistingStates(client, plan.nodes),
    listInventories(client),
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

/**
 * Whether an object is as any tree has left it when that was applied last: of what several trees have, each
 * records what it has seen, and only the last one knows what is there.
 */
export function isAsLeft(before: Before, key: string, state: ObjectState): boolean {
  return entriesOf(before, key).some((entry) => isAsRecorded(entry, state));
}

/** Whether an object is the one that some tree has left, and not one that somebody made anew since. */
export function isOfRecord(before: Before, key: string, { uid }: ObjectState): boolean {
  return entriesOf(before, key).some((entry) => entry.uid === uid);
}

/** Whether an object is what a manifest has made of it, whichever tree it was in. */
export function isApplied(
  before: Before,
  key: string,
  { digest }: Manifest,
  state: ObjectState,
): boolean {
  return entriesOf(before, key).some((entry) => isRecorded(entry, digest, state));
}

/** Whether an object need not be written: what was applied is what is there. */
export function isUnchanged(before: Before, { key, manifest }: PlanNode): boolean {
  const state = before.states.get(key);
  return state !== undefined && isApplied(before, key, manifest, state);
}

function entriesOf({ inventories }: Before, key: string): InventoryEntry[] {
  return [...inventories.values()].flatMap(({ objects }) => objects.get(key) ?? []);
}
