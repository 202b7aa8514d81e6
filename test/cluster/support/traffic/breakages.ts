import { says } from './hello.ts';
import type { Hello, Words } from './hello.ts';

/** One thing that goes wrong with the hello service, and the only cause that status may name. */
export type Breakage = {
  name: string;
  /** Changes the objects, before the controllers see them. */
  change?: (objects: Hello) => unknown;
  /** What the controllers say then; `silent` where they see nothing of it. */
  words?: Words | 'silent';
  expected: string;
};

const GROUP = 'gateway.networking.k8s.io';
const GATEWAY = `Gateway.${GROUP} hello/web`;
const HTTP_ROUTE = `HTTPRoute.${GROUP} hello/hello`;
const BACKEND = 'Service hello/hello port 80';

const port80 = ({ gateway, gatewayService }: Hello): void => {
  gateway.spec.listeners[0].port = 80;
  gatewayService.spec.ports[0].port = 80;
};
const refuses = (reason: string): Words => ({ httpRoute: [says('Accepted', 'False', reason)] });
const unresolved = (reason: string): Words => ({
  httpRoute: [says('ResolvedRefs', 'False', reason)],
});
const noCertificate: Words = {
  listeners: { https: [says('ResolvedRefs', 'False', 'InvalidCertificateRef')] },
};

export const BREAKAGES: readonly Breakage[] = [
  {
    name: 'the GatewayClass is not there',
    change: (o) => (o.gatewayClass = undefined),
    expected: `GatewayClass.${GROUP} mesh: class-missing`,
  },
  {
    name: 'no controller takes the GatewayClass',
    words: { gatewayClass: [says('Accepted', 'Unknown', 'Pending')] },
    expected: `GatewayClass.${GROUP} mesh: class-unseen`,
  },
  {
    name: 'the Gateway has changed, and its controller is gone',
    change: (o) => (o.gateway.spec.listeners[0].hostname = '*.com'),
    words: 'silent',
    expected: `${GATEWAY}: gateway-stale`,
  },
  {
    name: 'the Gateway has no room',
    words: { gateway: [says('Programmed', 'False', 'NoResources')] },
    expected: `${GATEWAY}: gateway-not-programmed`,
  },
  {
    name: 'the Gateway has no address',
    change: (o) => (o.gatewayService.spec.type = 'ClusterIP'),
    words: { noAddress: true },
    expected: `${GATEWAY}: gateway-without-address`,
  },
  {
    name: 'the router has the port',
    change: port80,
    words: { noAddress: true, gateway: [says('Programmed', 'False', 'AddressNotAssigned')] },
    expected: `${GATEWAY} listener http: port-taken`,
  },
  {
    name: 'the router has the port, too',
    change: port80,
    expected: `${GATEWAY} listener http: port-shared`,
  },
  {
    name: 'the certificate is not there',
    change: (o) => (o.secret = undefined),
    words: noCertificate,
    expected: `${GATEWAY} listener https: certificate-missing`,
  },
  {
    name: 'the certificate is not there, and nobody has seen it yet',
    change: (o) => (o.secret = undefined),
    expected: `${GATEWAY} listener https: certificate-missing`,
  },
  {
    name: 'the certificate may not be used',
    change: (o) => (o.gateway.spec.listeners[1].tls.certificateRefs[0].namespace = 'backends'),
    words: { listeners: { https: [says('ResolvedRefs', 'False', 'RefNotPermitted')] } },
    expected: `${GATEWAY} listener https: reference-not-granted`,
  },
  {
    name: 'the certificate cannot be read',
    words: noCertificate,
    expected: `${GATEWAY} listener https: listener-references`,
  },
  {
    name: 'two listeners want the same',
    change: (o) =>
      o.gateway.spec.listeners.push({
        name: 'raw',
        port: 8080,
        protocol: 'TCP',
        allowedRoutes: { kinds: [{ kind: 'TCPRoute' }] },
      }),
    words: {
      gateway: [says('Accepted', 'False', 'ListenersNotValid')],
      listeners: { raw: [says('Conflicted', 'True', 'ProtocolConflict')] },
    },
    expected: `${GATEWAY} listener raw: listener-conflict`,
  },
  {
    name: 'the route names no Gateway that there is',
    change: (o) => (o.httpRoute.spec.parentRefs[0].name = 'wbe'),
    expected: `${HTTP_ROUTE}: parent-missing`,
  },
  {
    name: 'the route names no listener that there is',
    change: (o) => (o.httpRoute.spec.parentRefs[0].sectionName = 'htpp'),
    words: refuses('NoMatchingParent'),
    expected: `${HTTP_ROUTE}: listener-missing`,
  },
  {
    name: 'the namespace has lost its label',
    change: (o) => delete o.namespace.metadata.labels,
    words: refuses('NotAllowedByListeners'),
    expected: `${HTTP_ROUTE}: namespace-not-allowed`,
  },
  {
    name: 'the listener takes other routes only',
    change: (o) => (o.gateway.spec.listeners[0].allowedRoutes.kinds = [{ kind: 'GRPCRoute' }]),
    words: refuses('NotAllowedByListeners'),
    expected: `${HTTP_ROUTE}: kind-not-allowed`,
  },
  {
    name: 'the hostnames do not meet',
    change: (o) => (o.httpRoute.spec.hostnames = ['hello.example.org']),
    words: refuses('NoMatchingListenerHostname'),
    expected: `${HTTP_ROUTE}: hostname-mismatch`,
  },
  {
    name: 'nobody has judged the route',
    words: { httpRoute: [] },
    expected: `${HTTP_ROUTE}: route-unseen`,
  },
  {
    name: 'the route has changed, and nobody has judged it',
    change: (o) => (o.httpRoute.spec.hostnames = ['hi.example.com']),
    words: 'silent',
    expected: `${HTTP_ROUTE}: route-stale`,
  },
  {
    name: 'the controller does not know what the route asks for',
    words: refuses('UnsupportedValue'),
    expected: `${HTTP_ROUTE}: route-refused`,
  },
  {
    name: 'all backends have the weight 0',
    change: (o) => (o.httpRoute.spec.rules[0].backendRefs[0].weight = 0),
    expected: `${HTTP_ROUTE}: weights-zero`,
  },
  {
    name: 'a rule has no backend',
    change: (o) => delete o.httpRoute.spec.rules[0].backendRefs,
    expected: `${HTTP_ROUTE}: rule-without-backend`,
  },
  {
    name: 'the Service is not there',
    change: (o) => (o.service = undefined),
    words: unresolved('BackendNotFound'),
    expected: `${BACKEND}: backend-missing`,
  },
  {
    name: 'the Service has no such port',
    change: (o) => (o.httpRoute.spec.rules[0].backendRefs[0].port = 81),
    words: unresolved('BackendNotFound'),
    expected: 'Service hello/hello port 81: backend-port-missing',
  },
  {
    name: 'the grant is gone',
    change: (o) => (o.grant = undefined),
    words: { grpcRoute: [says('ResolvedRefs', 'False', 'RefNotPermitted')] },
    expected: 'Service backends/greeter port 80: reference-not-granted',
  },
  {
    name: 'the Service has no pods',
    change: (o) => (o.slice = undefined),
    expected: `${BACKEND}: no-endpoints`,
  },
  {
    name: 'no pod is ready',
    change: (o) => (o.slice.endpoints[0].conditions.ready = false),
    expected: `${BACKEND}: no-ready-endpoints`,
  },
];
