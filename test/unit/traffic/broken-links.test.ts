import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { allLinks, linkName } from '../../../src/traffic/link.ts';
import {
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
import { GATEWAYS } from './support/shop.ts';
import type { Shop } from './support/shop.ts';

/** What is broken, and by which cause: the only one; `~` before it where somebody has to act first. */
type Row = [name: string, breakIt: (objects: Shop) => void, expected: string | string[]];

const GATEWAY = 'Gateway shop/web';
const HTTP = `${GATEWAY} listener http`;
const HTTPS = `${GATEWAY} listener https`;
const HELLO = 'HTTPRoute shop/hello';
const BACKEND = 'Service shop/hello port 80';
const VISITOR = 'HTTPRoute other/visitor';

function causes(objects: Shop): string[] {
  const links = allLinks(judgeTraffic(objects).links).flatMap((link) =>
    link.cause === undefined
      ? []
      : [`${link.state === 'pending' ? '~' : ''}${linkName(link)}: ${link.cause.code}`],
  );
  return [...new Set(links)];
}

const conditions = (holder: any, ...words: any[]): void => {
  for (const each of words) {
    holder.conditions = holder.conditions.filter(({ type }: any) => type !== each.type);
    holder.conditions.push(each);
  }
};
const gateway = (objects: Shop): any => objects.gateways[0];
const listener = (objects: Shop, index = 0): any => gateway(objects).spec.listeners[index];
const listenerSays = (objects: Shop, index: number, ...words: any[]): void =>
  conditions(gateway(objects).status.listeners[index], ...words);
const hello = (objects: Shop): any => objects.routes[0];
const backend = (objects: Shop): any => hello(objects).spec.rules[0].backendRefs[0];
const routeSays = (objects: Shop, ...words: any[]): void =>
  conditions(hello(objects).status.parents[0], ...words);

const classes: Row[] = [
  ['no GatewayClass', (o) => (o.gatewayClasses = []), 'GatewayClass mesh: class-missing'],
  [
    'no controller for the class',
    (o) => (o.gatewayClasses[0].status = {}),
    '~GatewayClass mesh: class-unseen',
  ],
  [
    'the class waits for a controller',
    (o) => conditions(o.gatewayClasses[0].status, word('Accepted', 'Unknown', 'Pending')),
    '~GatewayClass mesh: class-unseen',
  ],
  [
    'the class is refused',
    (o) => conditions(o.gatewayClasses[0].status, word('Accepted', 'False', 'InvalidParameters')),
    'GatewayClass mesh: class-refused',
  ],
  [
    'the class has changed',
    (o) => (o.gatewayClasses[0].metadata.generation = 2),
    '~GatewayClass mesh: class-stale',
  ],
];

const gateways: Row[] = [
  [
    'no controller has looked at it',
    (o) => (gateway(o).status = {}),
    `~${GATEWAY}: gateway-unseen`,
  ],
  [
    'it waits for a controller',
    (o) => conditions(gateway(o).status, word('Accepted', 'Unknown', 'Pending')),
    `~${GATEWAY}: gateway-unseen`,
  ],
  ['it has changed', (o) => (gateway(o).metadata.generation = 2), `~${GATEWAY}: gateway-stale`],
  [
    'it is refused',
    (o) => conditions(gateway(o).status, word('Accepted', 'False', 'InvalidParameters')),
    `${GATEWAY}: gateway-refused`,
  ],
  [
    'it is not programmed',
    (o) => conditions(gateway(o).status, word('Programmed', 'False', 'NoResources')),
    `${GATEWAY}: gateway-not-programmed`,
  ],
  [
    'it is to be programmed',
    (o) => conditions(gateway(o).status, word('Programmed', 'Unknown', 'Pending')),
    `~${GATEWAY}: gateway-not-programmed`,
  ],
  [
    'only its being programmed is of an older generation',
    (o) => {
      gateway(o).metadata.generation = 2;
      conditions(gateway(o).status, word('Accepted', 'True', 'Accepted', 2));
    },
    `~${GATEWAY}: gateway-stale`,
  ],
  [
    'it has no address',
    (o) => (gateway(o).status.addresses = []),
    `${GATEWAY}: gateway-without-address`,
  ],
  [
    'it refers to what is not there',
    (o) =>
      conditions(gateway(o).status, word('ResolvedRefs', 'False', 'InvalidClientCertificateRef')),
    `${GATEWAY}: gateway-references`,
  ],
  [
    'it is being deleted',
    (o) => {
      Object.assign(gateway(o).metadata, {
        deletionTimestamp: '2026-01-01T00:00:00Z',
        finalizers: ['example.com/held'],
      });
    },
    `~${GATEWAY}: gateway-deleting`,
  ],
  [
    'a listener is to blame for what it refers to',
    (o) => {
      o.secrets = [];
      conditions(gateway(o).status, word('ResolvedRefs', 'False', 'ListenersNotResolved'));
    },
    `${HTTPS}: certificate-missing`,
  ],
  [
    'its listener is to blame',
    (o) => {
      o.secrets = [];
      conditions(gateway(o).status, word('Accepted', 'False', 'ListenersNotValid'));
      listenerSays(o, 1, word('ResolvedRefs', 'False', 'InvalidCertificateRef'));
    },
    `${HTTPS}: certificate-missing`,
  ],
];

const listeners: Row[] = [
  [
    'two with the same port and hostname',
    (o) => {
      gateway(o).spec.listeners.push({ ...listener(o), name: 'again' });
      gateway(o).status.listeners.push(listenerStatus('again'));
    },
    `${GATEWAY} listener again: listener-conflict`,
  ],
  [
    'two with protocols that cannot share a port',
    (o) => (listener(o, 1).port = 8080),
    `${HTTPS}: listener-conflict`,
  ],
  [
    'a conflict that only the controller knows of',
    (o) => listenerSays(o, 0, word('Conflicted', 'True', 'HostnameConflict')),
    `${HTTP}: listener-conflict`,
  ],
  ['no certificate', (o) => (o.secrets = []), `${HTTPS}: certificate-missing`],
  [
    'a Secret of another type',
    (o) => {
      o.secrets[0].isTls = false;
      listenerSays(o, 1, word('ResolvedRefs', 'False', 'InvalidCertificateRef'));
    },
    `${HTTPS}: certificate-type`,
  ],
  [
    'a certificate of another namespace',
    (o) => {
      listener(o, 1).tls.certificateRefs[0].namespace = 'other';
      o.secrets.push({ namespace: 'other', name: 'certificate', isTls: true });
    },
    `${HTTPS}: reference-not-granted`,
  ],
  [
    'a certificate that cannot be read',
    (o) => listenerSays(o, 1, word('ResolvedRefs', 'False', 'InvalidCertificateRef')),
    `${HTTPS}: listener-references`,
  ],
  [
    'no authorities for its clients',
    (o) =>
      (listener(o, 1).tls.frontendValidation = {
        caCertificateRefs: [{ kind: 'ConfigMap', group: '', name: 'ca' }],
      }),
    `${HTTPS}: authority-missing`,
  ],
  [
    'no authorities for the clients of all',
    (o) =>
      (gateway(o).spec.tls = {
        frontend: {
          default: {
            validation: { caCertificateRefs: [{ kind: 'ConfigMap', group: '', name: 'ca' }] },
          },
        },
      }),
    `${HTTPS}: authority-missing`,
  ],
  [
    'routes that its protocol cannot carry',
    (o) =>
      (listener(o, 1).allowedRoutes = { kinds: [{ kind: 'GRPCRoute' }, { kind: 'TCPRoute' }] }),
    `${HTTPS}: listener-kinds`,
  ],
  ['nothing said of it', (o) => gateway(o).status.listeners.pop(), `~${HTTPS}: listener-unseen`],
  [
    'its word is of an older generation',
    (o) => {
      gateway(o).metadata.generation = 2;
      conditions(
        gateway(o).status,
        word('Accepted', 'True', 'Accepted', 2),
        word('Programmed', 'True', 'Programmed', 2),
      );
      gateway(o).status.listeners[0].conditions = listenerStatus('http').conditions.map(
        (each: any) => ({ ...each, observedGeneration: 2 }),
      );
    },
    `~${HTTPS}: listener-stale`,
  ],
  [
    'it is refused',
    (o) => listenerSays(o, 0, word('Accepted', 'False', 'PortUnavailable')),
    `${HTTP}: listener-refused`,
  ],
  [
    'it is not programmed',
    (o) => listenerSays(o, 0, word('Programmed', 'False', 'Invalid')),
    `${HTTP}: listener-not-programmed`,
  ],
];

const routes: Row[] = [
  [
    'no default Gateway takes it',
    (o) => {
      Object.assign(hello(o), {
        spec: { ...hello(o).spec, useDefaultGateways: 'All' },
        status: {},
      });
      hello(o).spec.parentRefs = [];
    },
    `${HELLO}: route-without-parent`,
  ],
  ['no parentRefs', (o) => (hello(o).spec.parentRefs = []), `${HELLO}: route-without-parent`],
  [
    'no such Gateway',
    (o) => (hello(o).spec.parentRefs[0].name = 'wbe'),
    `${HELLO}: parent-missing`,
  ],
  [
    'a Gateway of its own namespace is meant',
    (o) => {
      delete otherRoute(o).spec.parentRefs[0].namespace;
    },
    `${VISITOR}: parent-missing`,
  ],
  [
    'no such listener',
    (o) => (hello(o).spec.parentRefs[0].sectionName = 'htpp'),
    `${HELLO}: listener-missing`,
  ],
  [
    'no listener on that port',
    (o) => (hello(o).spec.parentRefs[0].port = 81),
    `${HELLO}: listener-missing`,
  ],
  ['its namespace is not allowed', (o) => void otherRoute(o), `${VISITOR}: namespace-not-allowed`],
  [
    'its namespace is not selected',
    (o) => {
      listener(o).allowedRoutes = {
        namespaces: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } },
      };
      otherRoute(o);
    },
    `${VISITOR}: namespace-not-allowed`,
  ],
  [
    'its kind is not allowed',
    (o) => (listener(o).allowedRoutes = { kinds: [{ kind: 'GRPCRoute' }] }),
    `${HELLO}: kind-not-allowed`,
  ],
  [
    'its kind is not that of the protocol',
    (o) => {
      o.routes.push(
        route('TCPRoute', 'shop', 'raw', {
          parentRefs: [{ name: 'web', sectionName: 'http' }],
          rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
        }),
      );
    },
    'TCPRoute shop/raw: kind-not-allowed',
  ],
  [
    'its hostname is not the listener’s',
    (o) => (hello(o).spec.hostnames = ['hello.example.org']),
    `${HELLO}: hostname-mismatch`,
  ],
  [
    'a wildcard does not mean the bare name',
    (o) => (hello(o).spec.hostnames = ['example.com']),
    `${HELLO}: hostname-mismatch`,
  ],
  ['nobody has judged it', (o) => (hello(o).status = {}), `~${HELLO}: route-unseen`],
  [
    'its controller speaks of another listener only',
    (o) => (hello(o).status.parents[0].parentRef = { name: 'web', sectionName: 'https' }),
    `~${HELLO}: route-unseen`,
  ],
  [
    'another of its parentRefs has the only word',
    (o) => hello(o).spec.parentRefs.unshift({ name: 'web' }),
    `~${HELLO}: route-unseen`,
  ],
  [
    'one of its parents refuses it',
    (o) => {
      const parentRefs = [
        { name: 'web', sectionName: 'http' },
        { name: 'web', port: 8443 },
      ];
      o.routes[0] = route('HTTPRoute', 'shop', 'hello', { ...hello(o).spec, parentRefs });
      conditions(hello(o).status.parents[1], word('Accepted', 'False', 'UnsupportedValue'));
    },
    `${HELLO}: route-refused`,
  ],
  [
    'it waits to be judged',
    (o) => routeSays(o, word('Accepted', 'Unknown', 'Pending')),
    `~${HELLO}: route-unseen`,
  ],
  ['it has changed', (o) => (hello(o).metadata.generation = 2), `~${HELLO}: route-stale`],
  [
    'only its references are of an older generation',
    (o) => {
      hello(o).metadata.generation = 2;
      routeSays(o, word('Accepted', 'True', 'Accepted', 2));
    },
    `~${HELLO}: route-stale`,
  ],
  [
    'it is refused for what only the controller knows',
    (o) => routeSays(o, word('Accepted', 'False', 'UnsupportedValue')),
    `${HELLO}: route-refused`,
  ],
  [
    'a filter that is not there',
    (o) => routeSays(o, word('ResolvedRefs', 'False', 'InvalidKind')),
    `${HELLO}: route-references`,
  ],
  [
    'some rules are left out',
    (o) => routeSays(o, word('PartiallyInvalid', 'True', 'UnsupportedValue')),
    `${HELLO}: route-partly-invalid`,
  ],
  [
    'a rule that nobody answers',
    (o) => hello(o).spec.rules.push({ matches: [] }),
    `${HELLO}: rule-without-backend`,
  ],
  ['only weights of 0', (o) => (backend(o).weight = 0), `${HELLO}: weights-zero`],
];

function secured(objects: Shop, ...words: any[]): any {
  const policy = live('BackendTLSPolicy', 'shop', 'hello', {
    spec: {
      targetRefs: [{ group: '', kind: 'Service', name: 'hello', sectionName: 'http' }],
      validation: { hostname: 'hello.example.com', caCertificateRefs: [] },
    },
    status: { ancestors: [{ ancestorRef: { name: 'web' }, conditions: words }] },
  });
  objects.backendTlsPolicies.push(policy);
  return policy;
}

const backends: Row[] = [
  [
    'no Service',
    (o) => {
      backend(o).name = 'helo';
      routeSays(o, word('ResolvedRefs', 'False', 'BackendNotFound'));
    },
    'Service shop/helo port 80: backend-missing',
  ],
  [
    'no such port',
    (o) => (backend(o).port = 81),
    'Service shop/hello port 81: backend-port-missing',
  ],
  ['no port given', (o) => delete backend(o).port, 'Service shop/hello: backend-port-missing'],
  [
    'another namespace without a grant',
    (o) => {
      Object.assign(backend(o), { namespace: 'other', name: 'visited' });
      o.services.push(service('other', 'visited'));
      o.endpointSlices.push(slice('other', 'visited', [true]));
      routeSays(o, word('ResolvedRefs', 'False', 'RefNotPermitted'));
    },
    'Service other/visited port 80: reference-not-granted',
  ],
  [
    'a grant for another kind of route',
    (o) => {
      Object.assign(backend(o), { namespace: 'other', name: 'visited' });
      o.services.push(service('other', 'visited'));
      o.referenceGrants.push(
        grant(
          'other',
          { group: GATEWAYS, kind: 'GRPCRoute', namespace: 'shop' },
          { group: '', kind: 'Service' },
        ),
      );
    },
    'Service other/visited port 80: reference-not-granted',
  ],
  [
    'a port of another transport',
    (o) => (o.services[0].spec.ports[0].protocol = 'UDP'),
    `${BACKEND}: backend-port-missing`,
  ],
  [
    'its TLS is not accepted',
    (o) => void secured(o, word('Accepted', 'False', 'NoValidCACertificate')),
    `${BACKEND}: backend-tls-refused`,
  ],
  [
    'the authorities of its TLS are not there',
    (o) =>
      void secured(
        o,
        word('Accepted', 'False', 'NoValidCACertificate'),
        word('ResolvedRefs', 'False', 'InvalidCACertificateRef'),
      ),
    `${BACKEND}: backend-tls-refused`,
  ],
  ['no pods', (o) => (o.endpointSlices = []), `${BACKEND}: no-endpoints`],
  [
    'neither selector nor endpoints',
    (o) => {
      o.endpointSlices = [];
      delete o.services[0].spec.selector;
    },
    `${BACKEND}: no-endpoints`,
  ],
  [
    'no pod is ready',
    (o) => (o.endpointSlices = [slice('shop', 'hello', [false, false])]),
    `${BACKEND}: no-ready-endpoints`,
  ],
  [
    'no pod has the port',
    (o) => (o.endpointSlices[0].ports = []),
    `${BACKEND}: endpoint-port-missing`,
  ],
  [
    'the Service that copies of one backend’s requests go to',
    (o) =>
      (backend(o).filters = [
        { type: 'RequestMirror', requestMirror: { backendRef: { name: 'copies', port: 80 } } },
      ]),
    'Service shop/copies port 80: backend-missing',
  ],
  [
    'the Service that is asked whether requests are allowed',
    (o) =>
      (hello(o).spec.rules[0].filters = [
        { type: 'ExternalAuth', externalAuth: { backendRef: { name: 'guard', port: 80 } } },
      ]),
    'Service shop/guard port 80: backend-missing',
  ],
  [
    'the Service that copies go to',
    (o) =>
      (hello(o).spec.rules[0].filters = [
        { type: 'RequestMirror', requestMirror: { backendRef: { name: 'copies', port: 80 } } },
      ]),
    'Service shop/copies port 80: backend-missing',
  ],
];

const meshes: Row[] = [
  [
    'a parent of a kind of the controller’s own, which refuses it',
    (o) => {
      const entry = route('HTTPRoute', 'shop', 'entry', {
        parentRefs: [{ group: 'example.com', kind: 'Entry', name: 'x' }],
        rules: [{ backendRefs: [{ name: 'hello', port: 80 }] }],
      });
      conditions(entry.status.parents[0], word('Accepted', 'False', 'NoMatchingParent'));
      o.routes.push(entry);
    },
    'HTTPRoute shop/entry: route-refused',
  ],
  [
    'no Service that is the parent',
    (o) =>
      o.routes.push(
        route('HTTPRoute', 'shop', 'split', {
          parentRefs: [{ group: '', kind: 'Service', name: 'gone' }],
          rules: [],
        }),
      ),
    'Service shop/gone: parent-missing',
  ],
  [
    'no such port of the parent',
    (o) =>
      o.routes.push(
        route('HTTPRoute', 'shop', 'split', {
          parentRefs: [{ group: '', kind: 'Service', name: 'hello', port: 81 }],
          rules: [],
        }),
      ),
    'HTTPRoute shop/split: parent-port-missing',
  ],
  [
    'no mesh',
    (o) => {
      const split = route('HTTPRoute', 'shop', 'split', {
        parentRefs: [{ group: '', kind: 'Service', name: 'hello' }],
        rules: [],
      });
      split.status = {};
      o.routes.push(split);
    },
    '~HTTPRoute shop/split: route-unseen',
  ],
];

function addSet(
  objects: Shop,
  status: object = {
    conditions: [word('Accepted'), word('Programmed')],
    listeners: [listenerStatus('extra')],
  },
): any {
  const set = live('ListenerSet', 'shop', 'more', {
    spec: {
      parentRef: { name: 'web' },
      listeners: [{ name: 'extra', port: 8081, protocol: 'HTTP' }],
    },
    status,
  });
  objects.listenerSets.push(set);
  gateway(objects).spec.allowedListeners = { namespaces: { from: 'Same' } };
  return set;
}

const sets: Row[] = [
  [
    'its Gateway lets nobody in',
    (o) => {
      addSet(o);
      delete gateway(o).spec.allowedListeners;
    },
    'ListenerSet shop/more: listener-set-not-allowed',
  ],
  [
    'no such Gateway',
    (o) => (addSet(o).spec.parentRef.name = 'wbe'),
    'ListenerSet shop/more: parent-missing',
  ],
  [
    'nobody has judged it',
    (o) => void addSet(o, {}),
    '~ListenerSet shop/more: listener-set-unseen',
  ],
  [
    'it is refused',
    (o) => conditions(addSet(o).status, word('Accepted', 'False', 'NotAllowed')),
    'ListenerSet shop/more: listener-set-refused',
  ],
  [
    'its listener is one of the Gateway’s',
    (o) => {
      const set = addSet(o);
      Object.assign(set.spec.listeners[0], { port: 8080, hostname: '*.example.com' });
      conditions(set.status, word('Programmed', 'False', 'ListenersNotValid'));
    },
    'ListenerSet shop/more listener extra: listener-conflict',
  ],
  [
    'the backend of its route cannot be spoken to with TLS',
    (o) => {
      addSet(o);
      const parent = { group: GATEWAYS, kind: 'ListenerSet', name: 'more' };
      hello(o).spec.parentRefs = [parent];
      hello(o).status.parents[0].parentRef = parent;
      secured(o, word('Accepted', 'False', 'Invalid'));
    },
    'Service shop/hello port 80: backend-tls-refused',
  ],
];

const twoSets = (objects: Shop): [older: any, newer: any] => {
  const newer = addSet(objects);
  const older = structuredClone(newer);
  newer.metadata.creationTimestamp = '2026-02-01T00:00:00Z';
  Object.assign(older.metadata, { name: 'older', creationTimestamp: '2026-01-01T00:00:00Z' });
  objects.listenerSets.push(older);
  return [older, newer];
};
sets.push(
  [
    'an older one has what it wants',
    (o) => void twoSets(o),
    'ListenerSet shop/more listener extra: listener-conflict',
  ],
  [
    'one that its Gateway lets not in takes nothing from another',
    (o) => {
      const [older] = twoSets(o);
      older.metadata.namespace = 'other';
      older.spec.parentRef.namespace = 'shop';
    },
    'ListenerSet other/older: listener-set-not-allowed',
  ],
);

const onPort = (objects: Shop, port: number): void => {
  listener(objects).port = port;
  objects.services[1].spec.ports[0].port = port;
};
const pod = (port: number): object => ({
  metadata: { namespace: 'openshift-ingress', name: 'router' },
  spec: { nodeName: 'node', containers: [{ ports: [{ hostPort: port }] }] },
});

/** The controller has no address for the Gateway. */
const waitsForAddress = (objects: Shop): void => {
  gateway(objects).status.addresses = [];
  conditions(gateway(objects).status, word('Programmed', 'False', 'AddressNotAssigned'));
};

const ports: Row[] = [
  [
    'the router has it',
    (o) => {
      onPort(o, 80);
      o.services[1].status = {};
      waitsForAddress(o);
    },
    `${HTTP}: port-taken`,
  ],
  [
    'the router has it, and nothing says what belongs to the Gateway',
    (o) => {
      listener(o).port = 80;
      o.services.splice(1, 1);
      waitsForAddress(o);
    },
    `${HTTP}: port-taken`,
  ],
  [
    'the router has it, and the pod of the Gateway is on no node',
    (o) => {
      listener(o).port = 80;
      o.services.splice(1, 1);
      o.pods.push(unplacedPod(80));
      waitsForAddress(o);
    },
    `${HTTP}: port-taken`,
  ],
  ['the router has it too', (o) => onPort(o, 80), `${HTTP}: port-shared`],
  [
    'a pod has it of the node',
    (o) => {
      onPort(o, 8888);
      o.pods.push(pod(8888));
    },
    `${HTTP}: port-shared`,
  ],
  ['a nodePort has it', (o) => onPort(o, 30080), `${HTTP}: port-shared`],
];

const tables: [string, Row[]][] = [
  ['a GatewayClass', classes],
  ['a Gateway', gateways],
  ['a listener', listeners],
  ['a route', routes],
  ['a backend', backends],
  ['a mesh', meshes],
  ['a ListenerSet', sets],
  ['a port of the node', ports],
];
for (const [what, rows] of tables) {
  describe(`one cause for what is wrong with ${what}`, () => {
    for (const [name, breakIt, expected] of rows) {
      it(name, () => {
        const objects = shop();
        breakIt(objects);
        assert.deepEqual(causes(objects), [expected].flat());
      });
    }
  });
}

describe('a broken link', () => {
  it('blocks what is below it, without another alarm', () => {
    const objects = shop();
    objects.gatewayClasses = [];
    const states = allLinks(judgeTraffic(objects).links).map(
      (link) => `${linkName(link)}: ${link.blockedBy ?? link.state}`,
    );
    assert.deepEqual(states, [
      'GatewayClass mesh: broken',
      `${GATEWAY}: GatewayClass mesh`,
      `${HTTP}: GatewayClass mesh`,
      `${HELLO}: GatewayClass mesh`,
      `${BACKEND}: ok`,
      `${HTTPS}: GatewayClass mesh`,
      'GRPCRoute shop/greeter: GatewayClass mesh',
      `${BACKEND}: ok`,
    ]);
  });

  it('has the words of its controller beside what the objects show', () => {
    const objects = shop();
    objects.secrets = [];
    const message = (): string | undefined =>
      allLinks(judgeTraffic(objects).links).find(({ cause }) => cause)?.cause?.message;
    assert.match(message() ?? '', /does not exist \(its controller has not reported it yet\)$/);
    listenerSays(objects, 1, word('ResolvedRefs', 'False', 'InvalidCertificateRef'));
    assert.match(message() ?? '', /\(its controller says InvalidCertificateRef: Inv.* it is\)$/);
  });
});
