import { textAt } from '../manifest/json.ts';
import type { Client } from '../cluster/client.ts';
import { METADATA, METADATA_LIST, getJson } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { objectState } from '../cluster/object-state.ts';
import type { ObjectState } from '../cluster/object-state.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { Resource } from '../cluster/resource.ts';
import type { PlanNode } from '../plan/plan.ts';

// A request for each of so few costs less than a list of everything else of their kind.
const FEW_OBJECTS = 4;
// And one list of a kind, less than one for each of so many namespaces.
const MANY_NAMESPACES = 4;

/** The states of a plan's objects before anything is written, by {@link PlanNode.key}. */
export type ExistingStates = ReadonlyMap<string, ObjectState>;

/**
 * Reads the metadata of the objects that are there already. It tells what is as it was recorded, and so
 * need not be written.
 */
export async function readExistingStates(
  client: Client,
  nodes: readonly PlanNode[],
): Promise<ExistingStates> {
  const addressed = nodes.flatMap((node) =>
    node.kind === undefined
      ? []
      : [{ node, resource: resourceOf(node.manifest.outline.apiVersion, node.kind, node.id) }],
  );
  const kinds = Map.groupBy(addressed, ({ resource }) =>
    resourcePath({ ...resource, namespace: '' }),
  );
  const states = await Promise.all(
    [...kinds].flatMap(([kindPath, ofKind]) => {
      if (ofKind.length <= FEW_OBJECTS) return ofKind.map((each) => readOne(client, each));
      const paths = Map.groupBy(ofKind, ({ resource }) => resourcePath(resource));
      const lists = paths.size > MANY_NAMESPACES ? new Map([[kindPath, ofKind]]) : paths;
      return [...lists].map(([path, listed]) => readList(client, path, listed));
    }),
  );
  return new Map(states.flat());
}

type Addressed = { node: PlanNode; resource: Resource };
type KeyedState = [key: string, state: ObjectState];

async function readOne(client: Client, { node, resource }: Addressed): Promise<KeyedState[]> {
  const state = await readState(client, resource, node.id.name);
  return state === undefined ? [] : [[node.key, state]];
}

async function readList(
  client: Client,
  path: string,
  listed: readonly Addressed[],
): Promise<KeyedState[]> {
  const keys = new Map(
    listed.map(({ node, resource }) => [`${resource.namespace}/${node.id.name}`, node.key]),
  );
  const states: KeyedState[] = [];
  for await (const { items } of listObjects(client, path, { accept: METADATA_LIST })) {
    for (const item of items) {
      const namespace = textAt(item, ['metadata', 'namespace']);
      const key = keys.get(`${namespace}/${textAt(item, ['metadata', 'name'])}`);
      if (key !== undefined) states.push([key, objectState(item)]);
    }
  }
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
