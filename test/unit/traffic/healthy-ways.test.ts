import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { allLinks, linkName } from '../../../src/traffic/link.ts';
import { NO_OBJECTS } from '../../../src/traffic/traffic-objects.ts';
import {
  GATEWAYS,
  grant,
  live,
  listenerStatus,
  otherRoute,
  route,
  service,
  shop,
  slice,
  unplacedPod,
  word,
} from './support/shop.ts';
import type { Shop } from './support/shop.ts';

const listener = (objects: Shop, index = 0): any => objects.gateways[0].spec.listeners[index];
const hello = (objects: Shop): any => objects.routes[0];

function visited(objects: Shop): void {
  Object.assign(hello(objects).spec.rules[0].backendRefs[0], {
    namespace: 'other',
    name: 'visited',
  });
  objects.services.push(service('other', 'visited'));
  objects.endpointSlices.push(slice('other', 'visited', [true]));
}

const rows: [name: string, change: (objects: Shop) => void][] = [
  ['as it is', () => {}],
  [
    'nothing of it',
    (o) => {
      Object.assign(o, NO_OBJECTS);
    },
  ],
  [
    'routes of all namespaces',
    (o) => {
      listener(o).allowedRoutes = { namespaces: { from: 'All' } };
      otherRoute(o);
    },
  ],
  [
    'routes of selected namespaces',
    (o) => {
      listener(o).allowedRoutes = {
        namespaces: {
          from: 'Selector',
          selector: {
            matchExpressions: [
              { key: 'team', operator: 'In', values: ['other', 'shop'] },
              { key: 'old', operator: 'DoesNotExist' },
            ],
          },
        },
      };
      otherRoute(o);
    },
  ],
  [
    'a backend that a ReferenceGrant names',
    (o) => {
      visited(o);
      o.referenceGrants.push(
        grant(
          'other',
          { group: GATEWAYS, kind: 'HTTPRoute', namespace: 'shop' },
          { group: '', kind: 'Service', name: 'visited' },
        ),
      );
    },
  ],
  [
    'a backend of a namespace that a ReferenceGrant opens',
    (o) => {
      visited(o);
      o.referenceGrants.push(
        grant(
          'other',
          { group: GATEWAYS, kind: 'HTTPRoute', namespace: 'shop' },
          { group: '', kind: 'Service' },
        ),
      );
    },
  ],
  [
    'a certificate that a ReferenceGrant names',
    (o) => {
      listener(o, 1).tls.certificateRefs[0].namespace = 'other';
      o.secrets = [{ namespace: 'other', name: 'certificate', isTls: true }];
      o.referenceGrants.push(
        grant(
          'other',
          { group: GATEWAYS, kind: 'Gateway', namespace: 'shop' },
          { group: '', kind: 'Secret', name: 'certificate' },
        ),
      );
    },
  ],
  ['a Secret of another type that its controller takes', (o) => (o.secrets[0].isTls = false)],
  [
    'a certificate of a kind of the controller’s own',
    (o) =>
      (listener(o, 1).tls.certificateRefs = [{ group: 'example.com', kind: 'Vault', name: 'x' }]),
  ],
  [
    'TLS that is passed through needs no certificate',
    (o) => {
      Object.assign(listener(o, 1), { protocol: 'TLS', tls: { mode: 'Passthrough' } });
      o.secrets = [];
      o.routes[1] = route('TLSRoute', 'shop', 'greeter', o.routes[1].spec);
    },
  ],
  [
    'a wildcard route at a wildcard listener',
    (o) => (hello(o).spec.hostnames = ['*.eu.example.com']),
  ],
  [
    'one hostname of several that fits, in capitals',
    (o) => (hello(o).spec.hostnames = ['x.example.org', 'A.B.Example.COM']),
  ],
  [
    'a route for all listeners, of which some take it',
    (o) => {
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', {
        ...hello(o).spec,
        parentRefs: [{ name: 'web' }],
      });
    },
  ],
  [
    'several parents',
    (o) => {
      const parentRefs = [
        { name: 'web', sectionName: 'http' },
        { name: 'web', port: 8443 },
      ];
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', { ...hello(o).spec, parentRefs });
    },
  ],
  [
    'the word of another controller beside it',
    (o) => {
      const [own] = hello(o).status.parents;
      hello(o).status.parents.unshift({
        ...own,
        controllerName: 'example.com/other',
        conditions: [word('Accepted', 'False', 'NoMatchingParent')],
      });
    },
  ],
  [
    'a status that names the listener a route leads to, and no port',
    (o) => {
      const parentRefs = [{ name: 'web', port: 8080 }];
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', { ...hello(o).spec, parentRefs });
      hello(o).status.parents[0].parentRef = {
        name: 'web',
        namespace: 'shop',
        sectionName: 'http',
      };
    },
  ],
  [
    'a status that leaves out the port of a parentRef, and one of another listener beside it',
    (o) => {
      const parentRefs = [
        { name: 'web', sectionName: 'http', port: 8080 },
        { name: 'web', sectionName: 'https' },
      ];
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', { ...hello(o).spec, parentRefs });
      hello(o).status.parents[0].parentRef = { name: 'web', sectionName: 'http' };
    },
  ],
  [
    'a status for each of the listeners that a parentRef means, of which one takes the route',
    (o) => {
      const parentRefs = [{ name: 'web' }];
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', { ...hello(o).spec, parentRefs });
      const [said] = hello(o).status.parents;
      hello(o).status.parents = [
        {
          ...said,
          parentRef: { name: 'web', sectionName: 'https' },
          conditions: [word('Accepted', 'False', 'NotAllowedByListeners')],
        },
        { ...said, parentRef: { name: 'web', sectionName: 'http' } },
      ];
    },
  ],
  [
    'a mesh, and another controller that takes no routes of Services',
    (o) => {
      const split = route('HTTPRoute', 'shop', 'split', {
        parentRefs: [{ group: '', kind: 'Service', name: 'hello' }],
        rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
      });
      const [said] = split.status.parents;
      split.status.parents.unshift({
        ...said,
        controllerName: 'example.com/other',
        conditions: [word('Accepted', 'False', 'NoMatchingParent')],
      });
      o.routes.push(split);
    },
  ],
  [
    'conditions without a generation',
    (o) => {
      o.gateways[0].metadata.generation = 7;
      const { status } = o.gateways[0];
      for (const { conditions } of [status, ...status.listeners]) {
        for (const each of conditions) delete each.observedGeneration;
      }
    },
  ],
  [
    'a weight of 0 beside another, without endpoints',
    (o) => {
      hello(o).spec.rules[0].backendRefs.push({ name: 'next', port: 80, weight: 0 });
      o.services.push(service('shop', 'next'));
    },
  ],
  ['a redirect', (o) => hello(o).spec.rules.push({ filters: [{ type: 'RequestRedirect' }] })],
  [
    'a default Gateway',
    (o) => {
      hello(o).spec = { ...hello(o).spec, parentRefs: [], useDefaultGateways: 'All' };
      hello(o).status.parents[0].parentRef = { name: 'web' };
    },
  ],
  [
    'TLS to a backend, and a policy that another one goes before',
    (o) => {
      for (const [name, ...conditions] of [
        ['hello', word('Accepted'), word('ResolvedRefs')],
        ['again', word('Accepted', 'False', 'Conflicted')],
        ['stale', word('Accepted', 'False', 'Invalid', 0)],
      ] as const) {
        o.backendTlsPolicies.push(
          live('BackendTLSPolicy', 'shop', name, {
            spec: { targetRefs: [{ group: '', kind: 'Service', name: 'hello' }] },
            status: { ancestors: [{ ancestorRef: { name: 'web' }, conditions }] },
          }),
        );
      }
    },
  ],
  [
    'a policy for TLS that is refused for a Gateway which the route does not name',
    (o) => {
      const ancestor = (name: string, condition: object): object => ({
        ancestorRef: { group: GATEWAYS, kind: 'Gateway', name },
        conditions: [condition],
      });
      o.backendTlsPolicies.push(
        live('BackendTLSPolicy', 'shop', 'hello', {
          spec: { targetRefs: [{ group: '', kind: 'Service', name: 'hello' }] },
          status: {
            ancestors: [
              ancestor('elsewhere', word('Accepted', 'False', 'Invalid')),
              ancestor('web', word('Accepted')),
            ],
          },
        }),
      );
    },
  ],
  [
    'a port of both transports',
    (o) => {
      o.services[0].spec.ports.unshift({ name: 'datagrams', port: 80, protocol: 'UDP' });
    },
  ],
  [
    'pods with the port of the Gateway, at an address of their own or on no node yet',
    (o) => {
      o.pods = [
        { nodeName: 'node', containers: [{ ports: [{ hostPort: 8080, hostIP: '127.0.0.1' }] }] },
        { containers: [{ ports: [{ hostPort: 8080 }] }] },
        { nodeName: 'elsewhere', containers: [{ ports: [{ hostPort: 8080 }] }] },
      ].map((spec, index) => ({ metadata: { namespace: 'other', name: `pod-${index}` }, spec }));
    },
  ],
  [
    'a pod of the Gateway’s own that is on no node yet, and the router at its port',
    (o) => {
      listener(o).port = 80;
      o.services.splice(1, 1);
      o.pods.push(unplacedPod(80));
    },
  ],
  [
    'a backend of a kind of the controller’s own',
    (o) =>
      (hello(o).spec.rules[0].backendRefs = [{ group: 'example.com', kind: 'Bucket', name: 'x' }]),
  ],
  [
    'an ExternalName',
    (o) => (o.services[0].spec = { type: 'ExternalName', externalName: 'example.org' }),
  ],
  [
    'a port without a name, and endpoints that do not say whether they are ready',
    (o) => {
      o.services[0].spec.ports = [{ port: 80 }];
      o.endpointSlices = [
        { ...slice('shop', 'hello', []), ports: [{ name: null, port: 8080 }], endpoints: [{}] },
      ];
    },
  ],
  ['endpoints in several slices', (o) => o.endpointSlices.unshift(slice('shop', 'hello', []))],
  [
    'a mesh',
    (o) => {
      o.routes.push(
        route('HTTPRoute', 'shop', 'split', {
          parentRefs: [{ group: '', kind: 'Service', name: 'hello', port: 80 }],
          rules: [{}, { backendRefs: [{ name: 'hello', port: 80 }] }],
        }),
      );
    },
  ],
  [
    'a parent of a kind of the controller’s own',
    (o) => {
      o.routes.push(
        route('HTTPRoute', 'shop', 'entry', {
          parentRefs: [{ group: 'example.com', kind: 'Entry', name: 'x' }],
          rules: [],
        }),
      );
    },
  ],
  [
    'HTTPS beside TLS on one port, told apart by name',
    (o) => {
      o.gateways[0].spec.listeners.push({
        name: 'tls',
        port: 8443,
        protocol: 'TLS',
        hostname: 'a.example.com',
        tls: { mode: 'Passthrough' },
      });
      o.gateways[0].status.listeners.push(listenerStatus('tls'));
    },
  ],
  [
    'TCP and UDP on one port',
    (o) => {
      o.gateways[0].spec.listeners.push(
        { name: 'tcp', port: 53, protocol: 'TCP' },
        { name: 'udp', port: 53, protocol: 'UDP' },
      );
      o.gateways[0].status.listeners.push(listenerStatus('tcp'), listenerStatus('udp'));
    },
  ],
  [
    'a protocol of the controller’s own',
    (o) => Object.assign(listener(o), { protocol: 'example.com/tunnel' }),
  ],
  [
    'a ListenerSet and its route',
    (o) => {
      o.gateways[0].spec.allowedListeners = { namespaces: { from: 'All' } };
      o.listenerSets.push(
        live('ListenerSet', 'other', 'more', {
          spec: {
            parentRef: { name: 'web', namespace: 'shop' },
            listeners: [{ name: 'extra', port: 8081, protocol: 'HTTP' }],
          },
          status: {
            conditions: [word('Accepted'), word('Programmed')],
            listeners: [listenerStatus('extra')],
          },
        }),
      );
      otherRoute(o).spec.parentRefs = [{ group: GATEWAYS, kind: 'ListenerSet', name: 'more' }];
      const visitor = o.routes.pop();
      o.routes.push(route('HTTPRoute', 'other', 'visitor', visitor.spec));
    },
  ],
  [
    'the port of the router at an address of its own',
    (o) => {
      listener(o).port = 80;
      Object.assign(o.services[1].spec.ports[0], { port: 80 });
      o.services[1].status.loadBalancer.ingress[0].ip = '10.0.0.2';
    },
  ],
  [
    'a Gateway inside the cluster with the port of the router',
    (o) => {
      listener(o).port = 80;
      o.services[1].spec = { type: 'ClusterIP', ports: [{ port: 80 }] };
    },
  ],
];

describe('judgeTraffic has nothing to say against', () => {
  for (const [name, change] of rows) {
    it(name, () => {
      const objects = shop();
      change(objects);
      const bad = allLinks(judgeTraffic(objects).links).filter(
        ({ state }) => state === 'broken' || state === 'pending',
      );
      assert.deepEqual(
        bad.map((link) => `${linkName(link)}: ${link.cause?.code ?? link.blockedBy}`),
        [],
      );
    });
  }
});
