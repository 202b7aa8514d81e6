import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourcePath } from '../cluster/resource.ts';
import { sha256 } from '../digest.ts';
import { isJsonObject, textAt, toJsonText, valueAt } from '../manifest/json.ts';
import { DNS_LABEL } from '../manifest/names.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { compareText } from '../manifest/object.ts';
import type { Outcome } from './outcome.ts';
import { writeObject } from './write-object.ts';

/*
 * The inventory of a tree: a ConfigMap that records what was applied and in which state the API server
 * had it then, so that the next boot sees without a write that nothing is to be done. Even an apply that
 * changes nothing can make the API server store an object again, for instance with defaults that it
 * filled in since.
 */

/** What is recorded of an object. */
type Entry = {
  /** Of the manifest that was applied. */
  digest: string;
  uid: string;
  /** The generation, or the resourceVersion of kinds without one. */
  state: string;
};

/** What is recorded of all trees: entries by {@link PlanNode.key}, and the ConfigMaps as they are. */
export type Inventory = {
  entries: ReadonlyMap<string, Entry>;
  stored: ReadonlyMap<string, string>;
};

const RESOURCE = { apiVersion: 'v1', plural: 'configmaps', namespace: 'kube-system' };
const DATA_KEY = 'inventory.json';

/** Reads what is recorded of trees, by their names. An unreadable record is as good as none. */
export async function readInventory(client: Client, trees: readonly string[]): Promise<Inventory> {
  const stored = new Map<string, string>();
  for (const tree of trees) {
    const found = await getJson(client, resourcePath(RESOURCE, inventoryName(tree)));
    const text = textAt(found, ['data', DATA_KEY]);
    if (text !== '') stored.set(tree, text);
  }
  const entries = new Map([...stored.values()].flatMap(parseEntries));
  return { entries, stored };
}

/** Whether an object in this state needs no apply: the same manifest made it what it is. */
export function isRecorded(
  { entries }: Inventory,
  key: string,
  object: KubernetesObject,
  state: ObjectState,
): boolean {
  const entry = entries.get(key);
  return (
    entry !== undefined &&
    !state.deleting &&
    entry.uid === state.uid &&
    entry.state === stateOf(state) &&
    entry.digest === digestOf(object)
  );
}

/** Records what was applied, one ConfigMap a tree; writes nothing where nothing has changed. */
export async function recordOutcomes(
  client: Client,
  outcomes: readonly Outcome[],
  { stored }: Inventory,
): Promise<void> {
  for (const [tree, ofTree] of Map.groupBy(outcomes, ({ node }) => node.tree)) {
    const text = formatEntries(ofTree);
    if (stored.get(tree) === text) continue;
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: inventoryName(tree),
        namespace: RESOURCE.namespace,
        labels: { 'app.kubernetes.io/managed-by': 'microshift-optional' },
      },
      data: { [DATA_KEY]: text },
    };
    await writeObject(client, RESOURCE, object, undefined, () => {});
  }
}

/** A ConfigMap's name for a tree, whose own name may be any directory's. */
function inventoryName(tree: string): string {
  const isLabel = DNS_LABEL.test(tree);
  const suffix = isLabel ? tree : sha256(tree).slice(-16);
  return `microshift-optional-${suffix}`;
}

function formatEntries(outcomes: readonly Outcome[]): string {
  const entries = outcomes
    .flatMap(({ node, state }) => {
      if (state === undefined) return [];
      const entry = { digest: digestOf(node.object), uid: state.uid, state: stateOf(state) };
      return [[node.key, entry] as const];
    })
    .toSorted(([a], [b]) => compareText(a, b));
  return JSON.stringify({ version: 1, objects: Object.fromEntries(entries) });
}

function parseEntries(text: string): [string, Entry][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const objects = valueAt(value, ['objects']);
  if (valueAt(value, ['version']) !== 1 || !isJsonObject(objects)) return [];
  return Object.entries(objects).flatMap(([key, entry]): [string, Entry][] => {
    if (!isJsonObject(entry)) return [];
    const { digest, uid, state } = entry;
    return typeof digest === 'string' && typeof uid === 'string' && typeof state === 'string'
      ? [[key, { digest, uid, state }]]
      : [];
  });
}

function stateOf({ generation, resourceVersion }: ObjectState): string {
  return generation > 0 ? `generation ${generation}` : `resourceVersion ${resourceVersion}`;
}

function digestOf(object: KubernetesObject): string {
  return sha256(toJsonText(object));
}
