import type { Client } from '../../../../src/cluster/client.ts';
import { getJson } from '../../../../src/cluster/get-json.ts';
import { listAt } from '../../../../src/manifest/json.ts';

// What the Gateway API specification has a controller write: https://gateway-api.sigs.k8s.io/reference/spec/

type Live = any;

const GATEWAYS = 'gateway.networking.k8s.io';
const ROUTES_OF: Record<string, string[]> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/** A condition that a controller has not at `True` with its own name as reason. */
export type Word = { type: string; status: 'True' | 'False' | 'Unknown'; reason: string };

export type Play = {
  /** The kinds that are served: `httproutes`. */
  routes: readonly string[];
  address: string;
  /** What is said of a route in place of what is healthy, by its name. */
  words?: Readonly<Record<string, readonly Word[]>>;
};

/**
 * Writes what a controller says of every GatewayClass, Gateway, ListenerSet and route in a cluster: that all is well,
 * but for the given words.
 */
export async function playGatewayController(client: Client, play: Play): Promise<void> {
  const { routes, address, words = {} } = play;
  const classes = await all(client, 'gatewayclasses');
  for (const each of classes) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await write(client, 'gatewayclasses', each, {
      conditions: conditionsOf(each, ['Accepted', 'SupportedVersion']),
    });
  }
  const controllers = new Map<string, string>(
    classes.map(({ metadata, spec }) => [metadata.name, spec.controllerName]),
  );
  const gateways = await all(client, 'gateways');
  for (const gateway of gateways) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await write(client, 'gateways', gateway, {
      addresses: [{ type: 'IPAddress', value: address }],
      conditions: conditionsOf(gateway, ['Accepted', 'Programmed']),
      listeners: gateway.spec.listeners.map((listener: Live) => listenerStatus(gateway, listener)),
    });
  }
  for (const set of await all(client, 'listenersets')) {
    // oxlint-disable-next-line no-await-in-loop -- few
    await write(client, 'listenersets', set, {
      conditions: conditionsOf(set, ['Accepted', 'Programmed']),
      listeners: set.spec.listeners.map((listener: Live) => listenerStatus(set, listener)),
    });
  }
  const [controller = 'example.com/controller'] = controllers.values();
  for (const plural of routes) {
    // oxlint-disable-next-line no-await-in-loop -- few
    for (const route of await all(client, plural)) {
      const parents = route.spec.parentRefs.map((parentRef: Live) => ({
        parentRef,
        controllerName: parentRef.kind === 'Service' ? 'example.com/mesh' : controller,
        conditions: conditionsOf(route, ['Accepted', 'ResolvedRefs'], words[route.metadata.name]),
      }));
      // oxlint-disable-next-line no-await-in-loop -- few
      await write(client, plural, route, { parents });
    }
  }
}

function listenerStatus(owner: Live, { name, protocol }: Live): Live {
  return {
    name,
    attachedRoutes: 1,
    supportedKinds: (ROUTES_OF[protocol] ?? []).map((kind) => ({ group: GATEWAYS, kind })),
    conditions: [
      ...conditionsOf(owner, ['Accepted', 'ResolvedRefs', 'Programmed']),
      ...conditionsOf(owner, [], [{ type: 'Conflicted', status: 'False', reason: 'NoConflicts' }]),
    ],
  };
}

function conditionsOf(
  { metadata }: Live,
  healthy: readonly string[],
  words: readonly Word[] = [],
): Live[] {
  const well = healthy
    .filter((type) => words.every((word) => word.type !== type))
    .map((type): Word => ({ type, status: 'True', reason: type }));
  return [...well, ...words].map((word) => ({
    ...word,
    message: 'as the test says',
    observedGeneration: metadata.generation,
    lastTransitionTime: '2026-01-01T00:00:00Z',
  }));
}

async function all(client: Client, plural: string): Promise<Live[]> {
  return listAt(await getJson(client, `/apis/${GATEWAYS}/v1/${plural}`), ['items']);
}

async function write(client: Client, plural: string, live: Live, status: object): Promise<void> {
  const { namespace, name } = live.metadata;
  const inNamespace = namespace === undefined ? '' : `namespaces/${namespace}/`;
  await client.request({
    method: 'PATCH',
    path: `/apis/${GATEWAYS}/v1/${inNamespace}${plural}/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ status }),
  });
}

/** Gives a LoadBalancer Service an address, as MicroShift does. */
export async function giveAddress(
  client: Client,
  namespace: string,
  name: string,
  address: string,
): Promise<void> {
  await client.request({
    method: 'PATCH',
    path: `/api/v1/namespaces/${namespace}/services/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: address }] } } }),
  });
}
