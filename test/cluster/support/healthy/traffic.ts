import { deployment, namespace } from '../trees.ts';

// Ways of traffic as people write them; nothing of them is wrong.

type Live = any;

const GATEWAYS = 'gateway.networking.k8s.io';
const [SHOP, OTHER, ROUTER] = ['healthy-shop', 'healthy-other', 'openshift-ingress'] as const;

/** Where the router and the Gateway are reached. */
export const ADDRESS = '10.44.0.0';

export const ROUTES = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'];

/** The Services that get an address: by namespace. */
export const BALANCED: readonly (readonly [namespace: string, name: string])[] = [
  [ROUTER, 'router-default'],
  [SHOP, 'web-mesh'],
];

function object(apiVersion: string, kind: string, inNamespace: string, name: string, rest: object) {
  return { apiVersion, kind, metadata: { name, namespace: inNamespace }, ...rest };
}

function labelled(live: Live, labels: Record<string, string>): Live {
  return { ...live, metadata: { ...live.metadata, labels } };
}

function service(inNamespace: string, name: string, spec: object = {}): Live {
  const ports = [{ name: 'main', port: 80, targetPort: 8080 }];
  return object('v1', 'Service', inNamespace, name, {
    spec: { selector: { app: name }, ports, ...spec },
  });
}

function balanced(inNamespace: string, name: string, ports: readonly [number, string][]): Live {
  return service(inNamespace, name, {
    type: 'LoadBalancer',
    ports: ports.map(([port, protocol]) => ({
      name: `${protocol.toLowerCase()}-${port}`,
      port,
      protocol,
    })),
  });
}

function route(
  kind: string,
  name: string,
  section: string,
  rules: object[],
  more: object = {},
): Live {
  const parentRefs = [{ name: 'web', namespace: SHOP, sectionName: section }];
  return object(`${GATEWAYS}/v1`, kind, SHOP, name, { spec: { parentRefs, rules, ...more } });
}

const to = (name: string, more: object = {}): object => ({ name, port: 80, ...more });

/** A Gateway with listeners of every protocol and what uses them, beside MicroShift's router. */
export function traffic(): object[] {
  const selector = { matchLabels: { 'example.com/gateway': 'web' } };
  const terminating = {
    certificateRefs: [{ name: 'certificate', namespace: OTHER }],
  };
  return [
    labelled(namespace(SHOP), { 'example.com/gateway': 'web' }),
    labelled(namespace(OTHER), { 'example.com/gateway': 'web' }),
    namespace(ROUTER),
    balanced(ROUTER, 'router-default', [
      [80, 'TCP'],
      [443, 'TCP'],
    ]),
    {
      apiVersion: `${GATEWAYS}/v1`,
      kind: 'GatewayClass',
      metadata: { name: 'mesh' },
      spec: { controllerName: 'example.com/controller' },
    },
    object(`${GATEWAYS}/v1`, 'Gateway', SHOP, 'web', {
      spec: {
        gatewayClassName: 'mesh',
        allowedListeners: { namespaces: { from: 'Same' } },
        listeners: [
          {
            name: 'http',
            port: 8080,
            protocol: 'HTTP',
            hostname: '*.apps.example.com',
            allowedRoutes: { namespaces: { from: 'Selector', selector } },
          },
          {
            name: 'https',
            port: 8443,
            protocol: 'HTTPS',
            tls: { mode: 'Terminate', ...terminating },
          },
          { name: 'tls', port: 8444, protocol: 'TLS', tls: { mode: 'Passthrough' } },
          { name: 'tcp', port: 9000, protocol: 'TCP' },
          { name: 'udp', port: 9000, protocol: 'UDP' },
          // Nobody uses it yet.
          { name: 'spare', port: 8081, protocol: 'HTTP' },
        ],
      },
    }),
    object(`${GATEWAYS}/v1`, 'ListenerSet', SHOP, 'more', {
      spec: {
        parentRef: { name: 'web' },
        listeners: [{ name: 'extra', port: 8082, protocol: 'HTTP' }],
      },
    }),
    labelled(
      balanced(
        SHOP,
        'web-mesh',
        [
          [8080, 'TCP'],
          [8081, 'TCP'],
          [8082, 'TCP'],
          [8443, 'TCP'],
          [8444, 'TCP'],
          [9000, 'TCP'],
          [9000, 'UDP'],
        ].map(([port, protocol]) => [port, protocol] as [number, string]),
      ),
      { [`${GATEWAYS}/gateway-name`]: 'web' },
    ),
    object('v1', 'Secret', OTHER, 'certificate', {
      type: 'kubernetes.io/tls',
      stringData: { 'tls.crt': 'a', 'tls.key': 'b' },
    }),
    object(`${GATEWAYS}/v1`, 'ReferenceGrant', OTHER, 'shop', {
      spec: {
        from: ['Gateway', 'HTTPRoute', 'GRPCRoute'].map((kind) => ({
          group: GATEWAYS,
          kind,
          namespace: SHOP,
        })),
        to: [
          { group: '', kind: 'Service' },
          { group: '', kind: 'Secret', name: 'certificate' },
        ],
      },
    }),
    deployment(SHOP, 'hello'),
    service(SHOP, 'hello'),
    deployment(OTHER, 'greeter'),
    service(OTHER, 'greeter'),
    // Nobody is sent there.
    service(SHOP, 'canary'),
    service(SHOP, 'outside', { type: 'ExternalName', externalName: 'shop.example.com' }),
    service(SHOP, 'by-hand', { selector: undefined }),
    labelled(
      object('discovery.k8s.io/v1', 'EndpointSlice', SHOP, 'by-hand-1', {
        addressType: 'IPv4',
        ports: [{ name: 'main', port: 80 }],
        endpoints: [{ addresses: ['192.0.2.7'] }],
      }),
      { 'kubernetes.io/service-name': 'by-hand' },
    ),
    service(SHOP, 'names', { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] }),
    deployment(SHOP, 'names'),
    route(
      'HTTPRoute',
      'hello',
      'http',
      [
        {
          backendRefs: [to('hello'), to('canary', { weight: 0 })],
          filters: [{ type: 'RequestMirror', requestMirror: { backendRef: to('by-hand') } }],
        },
        {
          matches: [{ path: { value: '/far' } }],
          backendRefs: [to('greeter', { namespace: OTHER })],
        },
        { matches: [{ path: { value: '/hand' } }], backendRefs: [to('by-hand')] },
        { matches: [{ path: { value: '/out' } }], backendRefs: [to('outside')] },
      ],
      { hostnames: ['hello.apps.example.com'] },
    ),
    route('HTTPRoute', 'redirect', 'http', [
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 8443 } }] },
    ]),
    object(`${GATEWAYS}/v1`, 'HTTPRoute', OTHER, 'visitor', {
      spec: {
        parentRefs: [{ name: 'web', namespace: SHOP, sectionName: 'http' }],
        hostnames: ['visitor.apps.example.com'],
        rules: [{ backendRefs: [to('greeter')] }],
      },
    }),
    object(`${GATEWAYS}/v1`, 'HTTPRoute', SHOP, 'extra', {
      spec: {
        parentRefs: [{ group: GATEWAYS, kind: 'ListenerSet', name: 'more', sectionName: 'extra' }],
        rules: [{ backendRefs: [to('hello')] }],
      },
    }),
    // In a mesh the parent is a Service.
    object(`${GATEWAYS}/v1`, 'HTTPRoute', SHOP, 'mesh', {
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'hello', port: 80 }],
        rules: [{ backendRefs: [to('hello', { weight: 9 }), to('by-hand')] }],
      },
    }),
    route('GRPCRoute', 'greeter', 'https', [
      { backendRefs: [to('greeter', { namespace: OTHER })] },
    ]),
    route('TLSRoute', 'passed', 'tls', [{ backendRefs: [to('hello')] }], {
      hostnames: ['passed.example.com'],
    }),
    route('TCPRoute', 'stream', 'tcp', [{ backendRefs: [to('hello')] }]),
    route('UDPRoute', 'names', 'udp', [{ backendRefs: [{ name: 'names', port: 53 }] }]),
    object('route.openshift.io/v1', 'Route', SHOP, 'old', {
      spec: { host: 'old.apps.example.org', to: { kind: 'Service', name: 'hello' } },
    }),
    object('networking.k8s.io/v1', 'Ingress', SHOP, 'older', {
      spec: {
        rules: [
          {
            host: 'older.apps.example.org',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'hello', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    }),
  ];
}
