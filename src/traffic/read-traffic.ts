import type { Client } from '../cluster/client.ts';
import { readWhole } from '../cluster/partial-reads.ts';
import type { ReadPart } from '../cluster/partial-reads.ts';
import { METADATA_LIST } from '../cluster/get-json.ts';
import { listObjects } from '../cluster/list-objects.ts';
import { resourcePath } from '../cluster/resource.ts';
import type { ServedKind } from '../cluster/served-kind.ts';
import { textAt } from '../manifest/json.ts';
import { referencedConfigMaps, referencedSecrets } from './read-references.ts';
import { keepPod, keepService, keepSlice, keepWhole } from './reduce-object.ts';
import type { Keep } from './reduce-object.ts';
import { EXPERIMENTAL_GROUP, GATEWAY_GROUP, nameKey } from './live-object.ts';
import { attemptsOf } from './route-link.ts';
import { indexObjects } from './cluster-index.ts';
import { NO_OBJECTS } from './traffic-objects.ts';
import type { TrafficObjects } from './traffic-objects.ts';

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'];
// Pods are large, and few of them have a port of their node.
const PODS_AT_ONCE = 100;

/**
 * Reads what traffic depends on, page by page; of what may be large or many, only the fields that are judged stay.
 * Kinds that are not served are left out. Without any Gateway API, nothing else is read. Of Secrets nothing but
 * metadata is ever asked for.
 * @param served what the API server serves
 * @param part does each part of the reading; what it does without is named in `unread`
 * @throws what `part` throws: by default {ApiError} where the API server refuses to let something be read; the
 * deadline's reason
 */
export async function readTraffic(
  client: Client,
  served: readonly ServedKind[],
  part: ReadPart = readWhole,
): Promise<TrafficObjects> {
  const unread = new Set<string>();
  const reader = kindReader({ client, served, part, unread });
  const gateway = (...names: string[]): Promise<unknown[]> =>
    reader(GATEWAY_GROUP, names, keepWhole);
  const [
    gatewayClasses,
    gateways,
    listenerSets,
    experimental,
    routes,
    referenceGrants,
    backendTlsPolicies,
  ] = await Promise.all([
    gateway('GatewayClass'),
    gateway('Gateway'),
    gateway('ListenerSet'),
    reader(EXPERIMENTAL_GROUP, ['XListenerSet'], keepWhole),
    gateway(...ROUTES),
    gateway('ReferenceGrant'),
    gateway('BackendTLSPolicy'),
  ]);
  const ofGateways = {
    ...NO_OBJECTS,
    gatewayClasses,
    gateways,
    listenerSets: [...listenerSets, ...experimental],
    routes,
    referenceGrants,
    backendTlsPolicies,
    unread,
  };
  if (gateways.length === 0 && routes.length === 0) return ofGateways;

  const index = indexObjects(ofGateways);
  const used = new Set([
    ...index.routes.flatMap(({ rules }) => rules.flatMap(({ backends }) => backends.map(nameKey))),
    ...attemptsOf(index).map(({ parent }) => nameKey(parent)),
  ]);
  const [services, endpointSlices, namespaces, nodes, pods, ingresses, openShiftRoutes] =
    await Promise.all([
      reader('', ['Service'], keepService),
      reader('discovery.k8s.io', ['EndpointSlice'], (slice) =>
        used.has(serviceOf(slice)) ? keepSlice(slice) : undefined,
      ),
      reader('', ['Namespace'], keepWhole, METADATA_LIST),
      reader('', ['Node'], keepWhole),
      reader('', ['Pod'], keepPod, undefined, PODS_AT_ONCE),
      reader('networking.k8s.io', ['Ingress'], keepWhole),
      reader('route.openshift.io', ['Route'], keepWhole),
    ]);
  const [secrets, configMaps] = await Promise.all([
    referencedSecrets(client, ofGateways, part),
    referencedConfigMaps(client, ofGateways, part),
  ]);
  if (secrets === undefined) unread.add('Secret');
  if (configMaps === undefined) unread.add('ConfigMap');
  return {
    ...ofGateways,
    services,
    endpointSlices,
    namespaces,
    nodes,
    pods,
    ingresses,
    openShiftRoutes,
    secrets: secrets ?? [],
    configMaps: configMaps ?? [],
  };
}

function serviceOf(slice: unknown): string {
  return nameKey({
    namespace: textAt(slice, ['metadata', 'namespace']),
    name: textAt(slice, ['metadata', 'labels', 'kubernetes.io/service-name']),
  });
}

type KindReader = (
  group: string,
  kinds: readonly string[],
  keep: Keep,
  accept?: string,
  limit?: number,
) => Promise<unknown[]>;

type KindReaderOptions = {
  client: Client;
  served: readonly ServedKind[];
  part: ReadPart;
  /** Collects the kinds that could not be read. */
  unread: Set<string>;
};

function kindReader({ client, served, part, unread }: KindReaderOptions): KindReader {
  return async (group, kinds, keep, accept, limit) => {
    const options = {
      ...(accept === undefined ? {} : { accept }),
      ...(limit === undefined ? {} : { limit }),
    };
    const read = async ({ apiVersion, plural, kind }: ServedKind): Promise<unknown[]> => {
      const objects = new Map<string, unknown>();
      const path = resourcePath({ apiVersion, plural, namespace: '' });
      for await (const { items } of listObjects(client, path, options)) {
        for (const item of items) {
          const kept = keep(item);
          // A list that starts over brings objects again.
          if (kept !== undefined) objects.set(keyOf(item), { apiVersion, kind, ...kept });
        }
      }
      return [...objects.values()];
    };
    const wanted = served.filter((each) => each.group === group && kinds.includes(each.kind));
    const lists = await Promise.all(
      wanted.map(async (kind) => {
        const found = await part(`objects of the kind ${kind.kind}`, () => read(kind));
        if (found === undefined) unread.add(kind.kind);
        return found ?? [];
      }),
    );
    return lists.flat();
  };
}

function keyOf(item: unknown): string {
  return nameKey({
    namespace: textAt(item, ['metadata', 'namespace']),
    name: textAt(item, ['metadata', 'name']),
  });
}
