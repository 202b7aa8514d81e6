import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeTraffic } from '../../../src/traffic/judge-traffic.ts';
import { allLinks } from '../../../src/traffic/link.ts';
import { GATEWAYS, grant, live, otherRoute, route, shop } from './support/shop.ts';
import type { Shop } from './support/shop.ts';

/** A shop in which something depends on every kind. */
function everything(): Shop {
  const objects = shop();
  const [gateway] = objects.gateways;
  const [http, https] = gateway.spec.listeners;
  const selector = { matchLabels: { team: 'other' } };
  http.allowedRoutes = { namespaces: { from: 'Selector', selector } };
  https.tls.frontendValidation = { caCertificateRefs: [{ kind: 'ConfigMap', name: 'authority' }] };
  objects.configMaps.push({ namespace: 'shop', name: 'authority' });
  otherRoute(objects, {
    rules: [{ backendRefs: [{ name: 'hello', namespace: 'shop', port: 80 }] }],
  });
  // Its own namespace is not what the listener's selector asks for.
  objects.routes = objects.routes.filter(({ kind, metadata }) => {
    return kind !== 'HTTPRoute' || metadata.namespace === 'other';
  });
  const from = { group: GATEWAYS, kind: 'HTTPRoute', namespace: 'other' };
  objects.referenceGrants.push(grant('shop', from, { group: '', kind: 'Service' }));
  const parentRefs = [{ group: '', kind: 'Service', name: 'hello', port: 80 }];
  objects.routes.push(route('HTTPRoute', 'shop', 'mesh', { parentRefs, rules: [{}] }));
  objects.listenerSets.push(
    live('ListenerSet', 'shop', 'more', {
      spec: { parentRef: { name: 'web' }, listeners: [] },
      status: {
        conditions: ['Accepted', 'Programmed'].map((type) => ({ type, status: 'True' })),
      },
    }),
  );
  gateway.spec.allowedListeners = { namespaces: { from: 'Same' } };
  return objects;
}

const broken = (objects: Shop): string[] =>
  allLinks(judgeTraffic(objects).links).flatMap(({ cause }) => cause?.code ?? []);

/** Each kind, and what its absence means where it could be read. */
const KINDS: [kind: string, list: Exclude<keyof Shop, 'unread'>, causes: readonly string[]][] = [
  ['GatewayClass', 'gatewayClasses', ['class-missing']],
  ['Gateway', 'gateways', ['parent-missing', 'parent-missing', 'parent-missing']],
  ['Service', 'services', ['backend-missing', 'backend-missing', 'parent-missing']],
  ['EndpointSlice', 'endpointSlices', ['no-endpoints', 'no-endpoints']],
  ['ReferenceGrant', 'referenceGrants', ['reference-not-granted']],
  ['Namespace', 'namespaces', ['namespace-not-allowed']],
  ['Secret', 'secrets', ['certificate-missing']],
  ['ConfigMap', 'configMaps', ['authority-missing']],
];

describe('what could not be read', () => {
  it('is part of a way that is healthy where it can be', () => {
    assert.deepEqual(broken(everything()), []);
  });

  for (const [kind, list, causes] of KINDS) {
    it(`is nobody's mistake: ${kind}`, () => {
      const objects = { ...everything(), [list]: [] };
      assert.deepEqual(broken(objects), causes);
      assert.deepEqual(broken({ ...objects, unread: new Set([kind]) }), []);
    });
  }

  it('leaves open who has a port', () => {
    const objects = everything();
    // Somebody else has the port, and the Gateway's own Service no address.
    for (const service of objects.services.filter(({ status }) => status !== undefined)) {
      const isOwn = service.metadata.name === 'web-mesh';
      if (isOwn) delete service.status;
      else service.spec.ports.push({ port: 8080 });
    }
    assert.deepEqual(broken(objects), ['port-taken']);
    for (const kind of ['Service', 'Node', 'Pod']) {
      assert.deepEqual(broken({ ...objects, unread: new Set([kind]) }), [], kind);
    }
  });
});
