import type { Client } from '../../../../src/cluster/client.ts';
import { getJson } from '../../../../src/cluster/get-json.ts';
import type { JsonObject } from '../../../../src/manifest/json.ts';
import { applyAt } from '../migration.ts';

// Tests change whatever field they like of these.
type Live = any;

const GATEWAYS = 'gateway.networking.k8s.io';
const CONTROLLER = 'example.com/controller';
export const NAMESPACE = 'hello';

/** Where each object of the hello service is. */
export const PATHS = {
  namespace: `/api/v1/namespaces/${NAMESPACE}`,
  backends: '/api/v1/namespaces/backends',
  router: '/api/v1/namespaces/openshift-ingress',
  routerService: '/api/v1/namespaces/openshift-ingress/services/router-default',
  gatewayClass: `/apis/${GATEWAYS}/v1/gatewayclasses/mesh`,
  gateway: `/apis/${GATEWAYS}/v1/namespaces/${NAMESPACE}/gateways/web`,
  gatewayService: `/api/v1/namespaces/${NAMESPACE}/services/web-mesh`,
  secret: `/api/v1/namespaces/${NAMESPACE}/secrets/certificate`,
  httpRoute: `/apis/${GATEWAYS}/v1/namespaces/${NAMESPACE}/httproutes/hello`,
  grpcRoute: `/apis/${GATEWAYS}/v1/namespaces/${NAMESPACE}/grpcroutes/greeter`,
  grant: `/apis/${GATEWAYS}/v1beta1/namespaces/backends/referencegrants/hello`,
  service: `/api/v1/namespaces/${NAMESPACE}/services/hello`,
  slice: `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices/hello-x`,
  greeter: '/api/v1/namespaces/backends/services/greeter',
  greeterSlice: '/apis/discovery.k8s.io/v1/namespaces/backends/endpointslices/greeter-x',
} as const;

export type Hello = Record<keyof typeof PATHS, Live>;

function object(
  apiVersion: string,
  kind: string,
  namespace: string,
  name: string,
  rest = {},
): Live {
  const metadata = { name, ...(namespace === '' ? {} : { namespace }) };
  return { apiVersion, kind, metadata, ...rest };
}

function sliceOf(namespace: string, service: string): Live {
  const slice = object('discovery.k8s.io/v1', 'EndpointSlice', namespace, `${service}-x`, {
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [{ addresses: ['10.42.0.7'], conditions: { ready: true } }],
  });
  slice.metadata.labels = { 'kubernetes.io/service-name': service };
  return slice;
}

function serviceOf(namespace: string, name: string): Live {
  return object('v1', 'Service', namespace, name, {
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }] },
  });
}

function loadBalancer(namespace: string, name: string, ports: readonly number[]): Live {
  return object('v1', 'Service', namespace, name, {
    spec: {
      type: 'LoadBalancer',
      ports: ports.map((port) => ({ name: `port-${port}`, port })),
    },
  });
}

/**
 * The enhancement's test plan: a Gateway with a wildcard listener, an HTTPRoute and a GRPCRoute for a hello service,
 * next to the Service of MicroShift's router. The second route's backend is in another namespace.
 */
export function hello(): Hello {
  const gatewayService = loadBalancer(NAMESPACE, 'web-mesh', [8080, 8443]);
  gatewayService.metadata.labels = { [`${GATEWAYS}/gateway-name`]: 'web' };
  const namespace = object('v1', 'Namespace', '', NAMESPACE);
  namespace.metadata.labels = { gateway: 'yes' };
  const selector = { matchLabels: { gateway: 'yes' } };
  return {
    namespace,
    backends: object('v1', 'Namespace', '', 'backends'),
    router: object('v1', 'Namespace', '', 'openshift-ingress'),
    routerService: loadBalancer('openshift-ingress', 'router-default', [80, 443]),
    gatewayClass: object(`${GATEWAYS}/v1`, 'GatewayClass', '', 'mesh', {
      spec: { controllerName: CONTROLLER },
    }),
    gateway: object(`${GATEWAYS}/v1`, 'Gateway', NAMESPACE, 'web', {
      spec: {
        gatewayClassName: 'mesh',
        listeners: [
          {
            name: 'http',
            port: 8080,
            protocol: 'HTTP',
            hostname: '*.example.com',
            allowedRoutes: { namespaces: { from: 'Selector', selector } },
          },
          {
            name: 'https',
            port: 8443,
            protocol: 'HTTPS',
            tls: { certificateRefs: [{ name: 'certificate' }] },
          },
        ],
      },
    }),
    gatewayService,
    secret: object('v1', 'Secret', NAMESPACE, 'certificate', {
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': 'YQ==', 'tls.key': 'YQ==' },
    }),
    httpRoute: object(`${GATEWAYS}/v1`, 'HTTPRoute', NAMESPACE, 'hello', {
      spec: {
        parentRefs: [{ name: 'web', sectionName: 'http' }],
        hostnames: ['hello.example.com'],
        rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
      },
    }),
    grpcRoute: object(`${GATEWAYS}/v1`, 'GRPCRoute', NAMESPACE, 'greeter', {
      spec: {
        parentRefs: [{ name: 'web', sectionName: 'https' }],
        rules: [{ backendRefs: [{ name: 'greeter', namespace: 'backends', port: 80 }] }],
      },
    }),
    grant: object(`${GATEWAYS}/v1beta1`, 'ReferenceGrant', 'backends', 'hello', {
      spec: {
        from: [{ group: GATEWAYS, kind: 'GRPCRoute', namespace: NAMESPACE }],
        to: [{ group: '', kind: 'Service' }],
      },
    }),
    service: serviceOf(NAMESPACE, 'hello'),
    slice: sliceOf(NAMESPACE, 'hello'),
    greeter: serviceOf('backends', 'greeter'),
    greeterSlice: sliceOf('backends', 'greeter'),
  };
}

/** Applies objects; those that are undefined, it deletes. */
export async function applyHello(client: Client, objects: Hello): Promise<void> {
  for (const [name, path] of Object.entries(PATHS)) {
    const own: JsonObject | undefined = objects[name as keyof Hello];
    // oxlint-disable-next-line no-await-in-loop -- a namespace comes before what lives in it
    await (own === undefined
      ? client.request({ method: 'DELETE', path })
      : applyAt(client, path, own, { manager: 'user' }));
  }
}

/** A condition, as a controller writes it. */
export function says(type: string, status: string, reason = type): Live {
  return { type, status, reason, message: `${reason} it is` };
}

/** What the controllers of a test have to say that is not that all is well. */
export type Words = {
  gatewayClass?: Live[];
  gateway?: Live[];
  listeners?: Record<string, Live[]>;
  /** `[]` where they have said nothing of it. */
  httpRoute?: Live[];
  grpcRoute?: Live[];
  /** Whether the Gateway's Service has got no address. */
  noAddress?: boolean;
};

/** Writes the statuses of all objects that are there, at their current generation, as their controllers would. */
export async function control(client: Client, words: Words): Promise<void> {
  const ingress = [{ ip: '10.44.0.0' }];
  const own = words.noAddress === true ? [] : ingress;
  await Promise.all([
    writeStatus(client, PATHS.routerService, () => ({ loadBalancer: { ingress } })),
    writeStatus(client, PATHS.gatewayService, () => ({ loadBalancer: { ingress: own } })),
    writeStatus(client, PATHS.gatewayClass, ({ at }) => ({
      conditions: at([says('Accepted', 'True')], words.gatewayClass),
    })),
    writeStatus(client, PATHS.gateway, ({ at, live }) => ({
      addresses: own.map(({ ip }) => ({ type: 'IPAddress', value: ip })),
      conditions: at([says('Accepted', 'True'), says('Programmed', 'True')], words.gateway),
      listeners: live.spec.listeners.map(({ name }: Live) => ({
        name,
        attachedRoutes: 1,
        supportedKinds: [{ group: GATEWAYS, kind: 'HTTPRoute' }],
        conditions: at(LISTENER, words.listeners?.[name]),
      })),
    })),
    ...(['httpRoute', 'grpcRoute'] as const).map((route) =>
      writeStatus(client, PATHS[route], ({ at, live }) => ({
        parents:
          words[route]?.length === 0
            ? []
            : live.spec.parentRefs.map((parentRef: Live) => ({
                parentRef,
                controllerName: CONTROLLER,
                conditions: at(
                  [says('Accepted', 'True'), says('ResolvedRefs', 'True')],
                  words[route],
                ),
              })),
      })),
    ),
  ]);
}

const LISTENER = [
  says('Accepted', 'True'),
  says('ResolvedRefs', 'True'),
  says('Programmed', 'True'),
  says('Conflicted', 'False', 'NoConflicts'),
];

type At = (healthy: Live[], words: Live[] | undefined) => Live[];

async function writeStatus(
  client: Client,
  path: string,
  statusOf: (of: { live: Live; at: At }) => object,
): Promise<void> {
  const live: Live = await getJson(client, path);
  if (live === undefined) return;
  const at: At = (healthy, words = []) =>
    [...healthy.filter(({ type }) => words.every((word) => word.type !== type)), ...words].map(
      (each) => ({
        ...each,
        observedGeneration: live.metadata.generation,
        lastTransitionTime: '2026-01-01T00:00:00Z',
      }),
    );
  await client.request({
    method: 'PATCH',
    path: `${path}/status`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ status: statusOf({ live, at }) }),
  });
}
