import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { FIELD_MANAGER } from '../cluster/field-manager.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { sha256 } from '../digest.ts';
import { listAt, textAt } from '../manifest/json.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import { formatInventory, newerFormat, parseInventory } from './format-inventory.ts';
import type { Inventory } from './inventory.ts';

const RESOURCE = { apiVersion: 'v1', plural: 'configmaps', namespace: 'kube-system' };
const MANAGED_BY = 'app.kubernetes.io/managed-by';
/** Tells an inventory from whatever else may carry the same managed-by label, and whose it is. */
const TREE = 'optional.microshift.io/tree';

/** Every inventory in the cluster, by the name of its tree. */
export async function listInventories(client: Client): Promise<Map<string, Inventory>> {
  return (await listRecords(client)).inventories;
}

/** What is recorded in a cluster. */
export type Records = {
  /** By the name of their tree. */
  inventories: Map<string, Inventory>;
  /** The formats of those that a newer program has written, by tree. */
  newer: Map<string, number>;
};

/** Every inventory in the cluster, and what looks like one and cannot be read. */
export async function listRecords(client: Client): Promise<Records> {
  const selector = encodeURIComponent(`${MANAGED_BY}=${FIELD_MANAGER}`);
  const list = await getJson(client, `${resourcePath(RESOURCE)}?labelSelector=${selector}`);
  const records: Records = { inventories: new Map(), newer: new Map() };
  for (const item of listAt(list, ['items'])) {
    const tree = textAt(item, ['metadata', 'annotations', TREE]);
    // A copy under another name would come instead of the one that is kept up to date.
    if (tree === '' || textAt(item, ['metadata', 'name']) !== inventoryName(tree)) continue;
    const inventory = parseInventory(item);
    const format = newerFormat(item);
    if (inventory !== undefined) records.inventories.set(tree, inventory);
    else if (format !== undefined) records.newer.set(tree, format);
  }
  return records;
}

/** Writes the record of a tree. @throws {ApiError} where the API server refuses it; the deadline */
export async function writeInventory(
  client: Client,
  tree: string,
  inventory: Inventory,
): Promise<void> {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: inventoryName(tree),
      namespace: RESOURCE.namespace,
      labels: { [MANAGED_BY]: FIELD_MANAGER },
      annotations: { [TREE]: tree },
    },
    ...formatInventory(inventory),
  };
  await client.request({
    method: 'PATCH',
    path: `${inventoryPath(tree)}?fieldManager=${FIELD_MANAGER}&force=true`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  });
}

/** Deletes the record of a tree, if there is one. */
export async function deleteInventory(client: Client, tree: string): Promise<void> {
  await client.request({ method: 'DELETE', path: inventoryPath(tree) }).catch((error: unknown) => {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  });
}

function inventoryPath(tree: string): string {
  return resourcePath(RESOURCE, inventoryName(tree));
}

/** A ConfigMap's name for a tree, whose own name may be any directory's. */
function inventoryName(tree: string): string {
  const suffix = DNS_LABEL.test(tree) ? tree : sha256(tree).slice(-16);
  return `microshift-optional-${suffix}`;
}
