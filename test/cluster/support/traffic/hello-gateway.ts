import { deployment, namespace } from '../trees.ts';

// The enhancement's hello service, as an application of a device brings it.

type Live = any;

const GATEWAYS = 'gateway.networking.k8s.io';
export const GATEWAY_CLASS = 'openshift-gateway-api';
export const [APPLICATION, BACKENDS, ROUTER] = ['hello', 'greetings', 'openshift-ingress'] as const;
export const ADDRESS = '10.44.0.0';

function object(apiVersion: string, kind: string, inNamespace: string, name: string, rest: object) {
  return { apiVersion, kind, metadata: { name, namespace: inNamespace }, ...rest };
}

function service(inNamespace: string, name: string): Live {
  return object('v1', 'Service', inNamespace, name, {
    spec: { selector: { app: name }, ports: [{ name: 'main', port: 80, targetPort: 8080 }] },
  });
}

function balanced(inNamespace: string, name: string, ports: readonly number[]): Live {
  return object('v1', 'Service', inNamespace, name, {
    spec: {
      type: 'LoadBalancer',
      selector: { app: name },
      ports: ports.map((port) => ({ name: `tcp-${port}`, port })),
    },
  });
}

export function grant(): Live {
  return object(`${GATEWAYS}/v1beta1`, 'ReferenceGrant', BACKENDS, 'hello', {
    spec: {
      from: [{ group: GATEWAYS, kind: 'GRPCRoute', namespace: APPLICATION }],
      to: [{ group: '', kind: 'Service', name: 'greeter' }],
    },
  });
}

export function httpRoute(hostname = 'hello.apps.example.com'): Live {
  return object(`${GATEWAYS}/v1`, 'HTTPRoute', APPLICATION, 'hello', {
    spec: {
      parentRefs: [{ name: 'web' }],
      hostnames: [hostname],
      rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
    },
  });
}

/** A Gateway with a wildcard listener, an HTTPRoute and a GRPCRoute, and the services behind them. */
export function application(): object[] {
  return [
    namespace(APPLICATION),
    namespace(BACKENDS),
    object(`${GATEWAYS}/v1`, 'Gateway', APPLICATION, 'web', {
      spec: {
        gatewayClassName: GATEWAY_CLASS,
        listeners: [{ name: 'demo', port: 8080, protocol: 'HTTP', hostname: '*.apps.example.com' }],
      },
    }),
    httpRoute(),
    object(`${GATEWAYS}/v1`, 'GRPCRoute', APPLICATION, 'greeter', {
      spec: {
        parentRefs: [{ name: 'web', sectionName: 'demo' }],
        hostnames: ['greeter.apps.example.com'],
        rules: [{ backendRefs: [{ name: 'greeter', namespace: BACKENDS, port: 80 }] }],
      },
    }),
    grant(),
    deployment(APPLICATION, 'hello'),
    service(APPLICATION, 'hello'),
    deployment(BACKENDS, 'greeter'),
    service(BACKENDS, 'greeter'),
  ];
}

/** MicroShift's router, which is there before. */
export function router(): object[] {
  return [
    namespace(ROUTER),
    deployment(ROUTER, 'router-default'),
    balanced(ROUTER, 'router-default', [80, 443]),
  ];
}

/** What the control plane makes for the Gateway. */
export function dataPlane(): object[] {
  const name = `web-${GATEWAY_CLASS}`;
  const made = balanced(APPLICATION, name, [8080]);
  made.metadata.labels = { [`${GATEWAYS}/gateway-name`]: 'web' };
  return [deployment(APPLICATION, name), made];
}
