import type { TrafficObjects } from '../../../../src/traffic/traffic-objects.ts';
import { NO_OBJECTS } from '../../../../src/traffic/traffic-objects.ts';

// Tests change whatever field they like of these.
type Live = any;

/** The objects of a test's cluster, to be changed. */
export type Shop = { [List in Exclude<keyof TrafficObjects, 'unread'>]: Live[] } & {
  unread: Set<string>;
};

export const GATEWAYS = 'gateway.networking.k8s.io';
const CONTROLLER = 'example.com/controller';

/** A condition, as a controller writes it. */
export function word(type: string, status = 'True', reason = type, observedGeneration = 1): Live {
  return { type, status, reason, message: `${reason} it is`, observedGeneration };
}

export function live(kind: string, namespace: string, name: string, fields: object): Live {
  return {
    apiVersion: `${GATEWAYS}/v1`,
    kind,
    metadata: { name, ...(namespace === '' ? {} : { namespace }), generation: 1 },
    ...fields,
  };
}

/** What a controller says of a listener that is as it should be. */
export function listenerStatus(name: string): Live {
  return {
    name,
    attachedRoutes: 1,
    supportedKinds: [],
    conditions: [
      word('Accepted'),
      word('ResolvedRefs'),
      word('Programmed'),
      word('Conflicted', 'False', 'NoConflicts'),
    ],
  };
}

/** A route that its parents have accepted. */
export function route(kind: string, namespace: string, name: string, spec: Live): Live {
  return live(kind, namespace, name, {
    spec,
    status: {
      parents: spec.parentRefs.map((parentRef: Live) => ({
        parentRef,
        controllerName: CONTROLLER,
        conditions: [word('Accepted'), word('ResolvedRefs')],
      })),
    },
  });
}

export function service(namespace: string, name: string, fields: object = {}): Live {
  return {
    metadata: { namespace, name },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80 }], ...fields },
  };
}

export function slice(namespace: string, of: string, ready: readonly boolean[]): Live {
  return {
    metadata: {
      namespace,
      name: `${of}-x`,
      labels: { 'kubernetes.io/service-name': of },
    },
    ports: [{ name: 'http', port: 8080 }],
    endpoints: ready.map((isReady) => ({ conditions: { ready: isReady } })),
  };
}

/** A pod of the Gateway that is on no node yet. */
export function unplacedPod(hostPort: number): Live {
  return {
    metadata: { namespace: 'shop', name: 'web', labels: { [`${GATEWAYS}/gateway-name`]: 'web' } },
    spec: { containers: [{ ports: [{ hostPort }] }] },
  };
}

export function grant(namespace: string, from: Live, to: Live): Live {
  return live('ReferenceGrant', namespace, 'grant', { spec: { from: [from], to: [to] } });
}

/**
 * A Gateway with a wildcard listener and one with a certificate, a route and a backend of each, and MicroShift's
 * router on other ports: all of it as it should be.
 */
export function shop(): Shop {
  const parentRefs = [{ name: 'web', sectionName: 'http' }];
  return {
    ...(structuredClone(NO_OBJECTS) as Shop),
    gatewayClasses: [
      live('GatewayClass', '', 'mesh', {
        spec: { controllerName: CONTROLLER },
        status: { conditions: [word('Accepted')] },
      }),
    ],
    gateways: [
      live('Gateway', 'shop', 'web', {
        spec: {
          gatewayClassName: 'mesh',
          listeners: [
            { name: 'http', port: 8080, protocol: 'HTTP', hostname: '*.example.com' },
            {
              name: 'https',
              port: 8443,
              protocol: 'HTTPS',
              tls: { certificateRefs: [{ name: 'certificate' }] },
            },
          ],
        },
        status: {
          addresses: [{ type: 'IPAddress', value: '10.0.0.1' }],
          conditions: [word('Accepted'), word('Programmed')],
          listeners: [listenerStatus('http'), listenerStatus('https')],
        },
      }),
    ],
    routes: [
      route('HTTPRoute', 'shop', 'hello', {
        parentRefs,
        hostnames: ['hello.example.com'],
        rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
      }),
      route('GRPCRoute', 'shop', 'greeter', {
        parentRefs: [{ name: 'web', sectionName: 'https' }],
        rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
      }),
    ],
    services: [
      service('shop', 'hello'),
      {
        metadata: {
          namespace: 'shop',
          name: 'web-mesh',
          labels: { [`${GATEWAYS}/gateway-name`]: 'web' },
        },
        spec: { type: 'LoadBalancer', ports: [{ port: 8080 }, { port: 8443 }] },
        status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
      },
      {
        metadata: { namespace: 'openshift-ingress', name: 'router-default' },
        spec: { type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }, { port: 443 }] },
        status: { loadBalancer: { ingress: [{ ip: '10.0.0.1' }] } },
      },
    ],
    endpointSlices: [slice('shop', 'hello', [true, false])],
    namespaces: [
      { metadata: { name: 'shop', labels: { team: 'shop' } } },
      { metadata: { name: 'other', labels: { team: 'other' } } },
    ],
    secrets: [{ namespace: 'shop', name: 'certificate', isTls: true }],
    nodes: [{ metadata: { name: 'node' }, status: { addresses: [{ address: '10.0.0.1' }] } }],
  };
}

/** Adds the route of another namespace to a shop, and returns it. */
export function otherRoute(objects: Shop, spec: object = {}): Live {
  const added = route('HTTPRoute', 'other', 'visitor', {
    parentRefs: [{ name: 'web', namespace: 'shop', sectionName: 'http' }],
    rules: [{ backendRefs: [{ name: 'visited', port: 80 }] }],
    ...spec,
  });
  objects.routes.push(added);
  objects.services.push(service('other', 'visited'));
  objects.endpointSlices.push(slice('other', 'visited', [true]));
  return added;
}

/** The paths of all fields inside of the objects of a list. */
export function addressed(value: Live, path: readonly string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key) => {
    const own = [...path, key];
    return [own, ...addressed(value[key], own)];
  });
}
