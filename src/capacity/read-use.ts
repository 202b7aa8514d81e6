import type { Client } from '../cluster/client.ts';
import { METADATA, getJson } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import type { ReadPart } from '../cluster/partial-reads.ts';
import { resourceOf, resourcePath } from '../cluster/resource.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { groupOf, parseObjectKey } from '../manifest/object.ts';
import { readAmount, totalRequests } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { allocatableOf } from './capacity.ts';
import { ownersOf } from '../removal/owners.ts';
import type { Owner } from '../removal/owners.ts';
import { belongsTo, podFacts } from './component-pods.ts';
import type { PodFacts } from './component-pods.ts';

/** What pods ask for, and what they really use, where that is measured. */
export type Use = { requests: Amount; uses?: Amount };

/** What some objects' pods take, and what the cluster has. */
export type ClusterUse = {
  /** Of the nodes together; undefined where none takes pods, or that could not be read. */
  nodes: (Use & { allocatable: Amount }) | undefined;
  /** By the name under which they were asked for; those without a pod are left out. */
  components: Map<string, Use & { pods: number }>;
};

const METRICS = 'metrics.k8s.io';
// Milliseconds. Whoever measures may be down, and is not waited for.
const METRICS_LIMIT = 3000;
// A pod weighs kilobytes, of which few fields are kept.
const PAGE = 100;

/**
 * Reads what components ask for and use: the pods in their namespaces that are theirs or have owners that lead to
 * them. Where nobody measures, as on most devices, nothing is said of that.
 * @param components the {@link objectKey}s of what each consists of
 * @param served what the API server serves
 */
export async function readUse(
  client: Client,
  components: ReadonlyMap<string, ReadonlySet<string>>,
  served: readonly ServedKind[],
  part: ReadPart,
): Promise<ClusterUse> {
  const [nodes, pods] = await Promise.all([
    part('the nodes', () => readAll(client, '/api/v1/nodes', (node) => node)),
    part('the pods', () => readAll(client, '/api/v1/pods', podFacts)),
  ]);
  if (pods === undefined) return { nodes: undefined, components: new Map() };
  const ownersAbove = ownerReader(client, served);
  const metrics = metricsReader(client, served);
  const [measured, own] = await Promise.all([
    metrics('NodeMetrics', ''),
    Promise.all(
      [...components].map(async ([name, wanted]) => {
        const found = await part(`the owners of the pods of ${name}`, () =>
          podsOf(pods, wanted, ownersAbove),
        );
        return [name, found ?? []] as const;
      }),
    ),
  ]);
  const allocatable = nodes && allocatableOf(nodes);
  const nodesUse = measured === undefined ? {} : { uses: totalRequests([...measured.values()]) };
  const uses = await Promise.all(
    own.map(async ([name, ofIt]) => [name, await useOf(ofIt, metrics)] as const),
  );
  return {
    nodes: allocatable && {
      allocatable,
      requests: totalRequests(pods.map(({ taken }) => taken)),
      ...nodesUse,
    },
    components: new Map(uses.filter(([, { pods: count }]) => count > 0)),
  };
}

async function readAll<T>(
  client: Client,
  path: string,
  keep: (item: unknown) => T | undefined,
): Promise<T[]> {
  const kept = new Map<string, T>();
  for await (const { items } of listObjects(client, path, { limit: PAGE })) {
    for (const item of items) {
      const found = keep(item);
      // A list that starts over brings objects again.
      if (found !== undefined) kept.set(keyOf(item), found);
    }
  }
  return [...kept.values()];
}

type OwnersAbove = (owner: Owner) => Promise<readonly Owner[]>;

async function podsOf(
  pods: readonly PodFacts[],
  wanted: ReadonlySet<string>,
  ownersAbove: OwnersAbove,
): Promise<PodFacts[]> {
  const namespaces = new Set([...wanted].map((key) => parseObjectKey(key).namespace));
  const near = pods.filter(({ namespace }) => namespaces.has(namespace));
  const isOwn = await Promise.all(near.map((pod) => belongsTo(pod, wanted, ownersAbove)));
  return near.filter((_, index) => isOwn[index]);
}

/** Asks for each owner once: all pods of a ReplicaSet have the same. */
function ownerReader(client: Client, served: readonly ServedKind[]): OwnersAbove {
  const answers = new Map<string, Promise<readonly Owner[]>>();
  const read = async (owner: Owner): Promise<readonly Owner[]> => {
    const { apiVersion, kind, name, namespace, uid } = owner;
    const info = served.find((each) => each.group === groupOf(apiVersion) && each.kind === kind);
    if (info === undefined) return [];
    const id = { group: info.group, kind, namespace, name };
    const path = resourcePath(resourceOf(info.apiVersion, info, id), name);
    const found = await getJson(client, path, METADATA);
    return textAt(found, ['metadata', 'uid']) === uid ? ownersOf(found) : [];
  };
  return (owner) => {
    const answer = answers.get(owner.uid) ?? read(owner);
    answers.set(owner.uid, answer);
    return answer;
  };
}

/** What is measured of the objects of a namespace, or of all nodes, by {@link keyOf}. */
type MetricsReader = (
  kind: 'NodeMetrics' | 'PodMetrics',
  namespace: string,
) => Promise<ReadonlyMap<string, Amount> | undefined>;

/** Undefined where nobody measures, or does not answer. */
function metricsReader(client: Client, served: readonly ServedKind[]): MetricsReader {
  return async (kind, namespace) => {
    const info = served.find((each) => each.group === METRICS && each.kind === kind);
    if (info === undefined) return undefined;
    const { apiVersion, plural } = info;
    const path = resourcePath({ apiVersion, plural, namespace });
    const answer = await client
      .once({ method: 'GET', path }, METRICS_LIMIT)
      .then((body): unknown => JSON.parse(body))
      .catch(() => undefined);
    const items = listAt(answer, ['items']);
    return items.length === 0
      ? undefined
      : new Map(items.map((item) => [keyOf(item), usageOf(item)]));
  };
}

/** A node says it once, a pod of each container. */
function usageOf(metrics: unknown): Amount {
  return totalRequests(
    [metrics, ...listAt(metrics, ['containers'])].map((each) => {
      const cpu = valueAt(each, ['usage', 'cpu']);
      const memory = valueAt(each, ['usage', 'memory']);
      return readAmount({ cpu, memory });
    }),
  );
}

async function useOf(
  pods: readonly PodFacts[],
  metrics: MetricsReader,
): Promise<Use & { pods: number }> {
  const namespaces = [...new Set(pods.map(({ namespace }) => namespace))];
  const lists = await Promise.all(namespaces.map((namespace) => metrics('PodMetrics', namespace)));
  const measured = new Map(lists.flatMap((list) => [...(list ?? [])]));
  const used = pods.flatMap(({ namespace, name }) => measured.get(`${namespace}/${name}`) ?? []);
  return {
    pods: pods.length,
    requests: totalRequests(pods.map(({ requests }) => requests)),
    ...(used.length === 0 ? {} : { uses: totalRequests(used) }),
  };
}

function keyOf(item: unknown): string {
  return `${textAt(item, ['metadata', 'namespace'])}/${textAt(item, ['metadata', 'name'])}`;
}
