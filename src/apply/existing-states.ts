import { textAt, valueAt } from '../manifest/json.ts';
import type { Client } from '../cluster/client.ts';
import { METADATA, METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { objectState } from '../cluster/object-state.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import type { PlanNode } from '../plan/plan.ts';

const PAGE = 500;

/** The states of a plan's objects before anything is written, by {@link PlanNode.key}. */
export type ExistingStates = ReadonlyMap<string, ObjectState>;

/**
 * Reads the metadata of the objects that are there already: one request for each kind and namespace.
 * It tells what is as it was recorded, and so need not be written.
 */
export async function readExistingStates(
  client: Client,
  nodes: readonly PlanNode[],
): Promise<ExistingStates> {
  const groups = new Map<string, { resource: Resource; nodes: PlanNode[] }>();
  for (const node of nodes) {
    if (node.kind === undefined) continue;
    const resource = resourceOf(node.object.apiVersion, node.kind, node.id);
    const key = resourcePath(resource);
    const group = groups.get(key) ?? { resource, nodes: [] };
    group.nodes.push(node);
    groups.set(key, group);
  }
  const states = await Promise.all(
    [...groups.values()].map((group) => readGroup(client, group.resource, group.nodes)),
  );
  return new Map(states.flat());
}

async function readGroup(
  client: Client,
  resource: Resource,
  nodes: readonly PlanNode[],
): Promise<[string, ObjectState][]> {
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) {
    const state = await readState(client, resource, only.id.name);
    return state === undefined ? [] : [[only.key, state]];
  }
  const byName = new Map(nodes.map((node) => [node.id.name, node]));
  const states: [string, ObjectState][] = [];
  let next = '';
  do {
    const query = `?limit=${PAGE}${next === '' ? '' : `&continue=${encodeURIComponent(next)}`}`;
    const page = await getJson(client, resourcePath(resource) + query, METADATA_LIST);
    const items = valueAt(page, ['items']);
    for (const item of Array.isArray(items) ? items : []) {
      const node = byName.get(textAt(item, ['metadata', 'name']));
      if (node !== undefined) states.push([node.key, objectState(item)]);
    }
    next = textAt(page, ['metadata', 'continue']);
  } while (next !== '');
  return states;
}

/** The state of one object; undefined where it does not exist. */
export async function readState(
  client: Client,
  resource: Resource,
  name: string,
): Promise<ObjectState | undefined> {
  const found = await getJson(client, resourcePath(resource, name), METADATA);
  return found === undefined ? undefined : objectState(found);
}
