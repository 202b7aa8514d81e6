import { isJsonObject, valueAt } from '../manifest/json.ts';
import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { objectState } from '../cluster/object-state.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import type { PlanNode } from '../plan/plan.ts';

const ONE = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
const LIST = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
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
    const page = await getOrUndefined(client, resourcePath(resource) + query, LIST);
    const items = valueAt(page, ['items']);
    for (const item of Array.isArray(items) ? items : []) {
      const node = byName.get(nameOf(item));
      if (node !== undefined) states.push([node.key, objectState(item)]);
    }
    const token = valueAt(page, ['metadata', 'continue']);
    next = typeof token === 'string' ? token : '';
  } while (next !== '');
  return states;
}

/** The state of one object; undefined where it does not exist. */
export async function readState(
  client: Client,
  resource: Resource,
  name: string,
): Promise<ObjectState | undefined> {
  const found = await getOrUndefined(client, resourcePath(resource, name), ONE);
  return found === undefined ? undefined : objectState(found);
}

async function getOrUndefined(client: Client, path: string, accept: string): Promise<unknown> {
  try {
    return JSON.parse(await client.request({ method: 'GET', path, accept }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function nameOf(item: unknown): string {
  const name = valueAt(item, ['metadata', 'name']);
  return isJsonObject(item) && typeof name === 'string' ? name : '';
}
