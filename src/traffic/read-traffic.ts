import type { Client } from '../cluster/client.ts';
import { discoverKinds } from '../cluster/discover-kinds.ts';
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
 * @throws {ApiError} where the API server refuses to let something be read; the deadline's reason
 */
export async function readTraffic(client: Client): Promise<TrafficObjects> {
  const { kinds } = await discoverKinds(client);
  const reader = kindReader(client, kinds);
  const gateway = (...names: string[]): Promise<unknown[]> =>
    reader(GATEWAY_GROUP, names, keepWhole);
  const [gatewayClasses, gateways, listenerSets, experimental, routes, referenceGrants] =
    await Promise.all([
      gateway('GatewayClass'),
      gateway('Gateway'),
      gateway('ListenerSet'),
      reader(EXPERIMENTAL_GROUP, ['XListenerSet'], keepWhole),
      gateway(...ROUTES),
      gateway('ReferenceGrant'),
    ]);
  const ofGateways = {
    ...NO_OBJECTS,
    gatewayClasses,
    gateways,
    listenerSets: [...listenerSets, ...experimental],
    routes,
    referenceGrants,
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
    referencedSecrets(client, ofGateways),
    referencedConfigMaps(client, ofGateways),
  ]);
  return {
    ...ofGateways,
    services,
    endpointSlices,
    namespaces,
    nodes,
    pods,
    ingresses,
    openShiftRoutes,
    secrets,
    configMaps,
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

function kindReader(client: Client, served: readonly ServedKind[]): KindReader {
  return async (group, kinds, keep, accept, limit) => {
    const wanted = served.filter((each) => each.group === group && kinds.includes(each.kind));
    const lists = await Promise.all(
      wanted.map(async ({ apiVersion, plural, kind }) => {
        const objects = new Map<string, unknown>();
        const path = resourcePath({ apiVersion, plural, namespace: '' });
        const options = {
          ...(accept === undefined ? {} : { accept }),
          ...(limit === undefined ? {} : { limit }),
        };
        for await (const { items } of listObjects(client, path, options)) {
          for (const item of items) {
            const kept = keep(item);
            // A list that starts over brings objects again.
            if (kept !== undefined) objects.set(keyOf(item), { apiVersion, kind, ...kept });
          }
        }
        return [...objects.values()];
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
