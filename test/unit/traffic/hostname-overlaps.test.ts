import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { shop } from './support/shop.ts';
import type { Shop } from './support/shop.ts';

const openShift = (host: string, spec: object = {}): object => ({
  metadata: { namespace: 'shop', name: 'old' },
  spec: { host, ...spec },
});
const ingress = (host: string, spec: object = {}): object => ({
  metadata: { namespace: 'shop', name: 'old' },
  spec: { rules: [{ host }], ...spec },
});
const onPort80 = (objects: Shop): void => {
  objects.gateways[0].spec.listeners[0].port = 80;
  objects.services[1].spec.ports[0].port = 80;
};

const rows: [name: string, change: (objects: Shop) => void, expected: string[]][] = [
  [
    'a Route on another port',
    (o) => o.openShiftRoutes.push(openShift('hello.example.com')),
    ['hello.example.com 8080 Route: gateway (the Gateway answers on port 8080, the other on 80)'],
  ],
  [
    'an Ingress with a certificate',
    (o) => o.ingresses.push(ingress('*.example.com', { tls: [{}] })),
    [
      'hello.example.com 8080 Ingress: gateway (the Gateway answers on port 8080, the other on 80 and 443)',
    ],
  ],
  [
    'a Route for all names below one',
    (o) =>
      o.openShiftRoutes.push(openShift('x.example.com', { wildcardPolicy: 'Subdomain', tls: {} })),
    ['hello.example.com 8080 Route: gateway (the Gateway answers on port 8080, the other on 443)'],
  ],
  [
    'a Route for all names below one, of which several are the route’s',
    (o) => {
      o.routes[0].spec.hostnames = ['a.example.com', 'b.example.com'];
      o.openShiftRoutes.push(openShift('x.example.com', { wildcardPolicy: 'Subdomain' }));
    },
    ['a', 'b'].map(
      (name) =>
        `${name}.example.com 8080 Route: gateway (the Gateway answers on port 8080, the other on 80)`,
    ),
  ],
  [
    'a Route that the router has made of an Ingress',
    (o) => {
      const made: any = openShift('hello.example.com');
      made.metadata = {
        ...made.metadata,
        name: 'old-x',
        ownerReferences: [{ kind: 'Ingress', name: 'old' }],
      };
      o.openShiftRoutes.push(made);
      o.ingresses.push(ingress('hello.example.com'));
    },
    ['hello.example.com 8080 Ingress: gateway (the Gateway answers on port 8080, the other on 80)'],
  ],
  ['another name', (o) => o.openShiftRoutes.push(openShift('other.example.com')), []],
  [
    'an Ingress without a host',
    (o) => o.ingresses.push({ metadata: { name: 'a' }, spec: { rules: [{}] } }),
    [],
  ],
  [
    'the same port of the same address',
    (o) => {
      onPort80(o);
      o.openShiftRoutes.push(
        openShift('hello.example.com', { tls: { insecureEdgeTerminationPolicy: 'Redirect' } }),
      );
    },
    ['hello.example.com 80 Route: undefined (both have port 80 of the same address)'],
  ],
  [
    'the same port, which the router keeps',
    (o) => {
      onPort80(o);
      o.services[1].status = {};
      o.openShiftRoutes.push(openShift('hello.example.com'));
    },
    ['hello.example.com 80 Route: other (the Gateway has no address)'],
  ],
  [
    'the same port of another address',
    (o) => {
      onPort80(o);
      o.services[1].status.loadBalancer.ingress[0].ip = '10.0.0.2';
      o.openShiftRoutes.push(openShift('hello.example.com'));
    },
    [
      'hello.example.com 80 Route: by-address (the Gateway answers at 10.0.0.2, the other at another address: it depends on where the name leads)',
    ],
  ],
  [
    'the address of the router, by no Service of the Gateway’s own',
    (o) => {
      onPort80(o);
      const [own] = o.services.splice(1, 1);
      o.gateways[0].status.addresses = own.status.loadBalancer.ingress.map(({ ip }: any) => ({
        value: ip,
      }));
      o.openShiftRoutes.push(openShift('hello.example.com'));
    },
    [
      "hello.example.com 80 Route: undefined (Service openshift-ingress/router-default has port 80 of the Gateway's address)",
    ],
  ],
  [
    'the same port, and no router',
    (o) => {
      onPort80(o);
      o.services.splice(2, 1);
      o.openShiftRoutes.push(openShift('hello.example.com'));
    },
    ['hello.example.com 80 Route: gateway (nobody else listens on port 80)'],
  ],
];

describe('hostnames that others claim, too', () => {
  for (const [name, change, expected] of rows) {
    it(name, () => {
      const objects = shop();
      change(objects);
      const found = judgeTraffic(objects).overlaps.map(
        ({ hostname, port, other, winner, rule }) =>
          `${hostname} ${port} ${other.split(' ')[0]}: ${winner} (${rule})`,
      );
      assert.deepEqual(found, expected);
    });
  }
});
