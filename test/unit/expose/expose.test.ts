import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { UserError } from '../../../src/errors.ts';
import { expose } from '../../../src/expose/expose.ts';
import { formatDirectory, formatStream } from '../../../src/expose/format-directory.ts';
import { STANDARD_1_1 } from '../../../src/expose/gateway-api.ts';
import type { GatewayApi } from '../../../src/expose/gateway-api.ts';
import type { ExposeFlags } from '../../../src/expose/options/flags.ts';
import { parseOptions } from '../../../src/expose/options/parse-options.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { objectId, objectKey } from '../../../src/manifest/object.ts';
import { readManifests } from '../../../src/manifest/read-manifests.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { checkMetadata } from '../../../src/verify/checks/metadata.ts';
import { problemsOf } from '../support/problems.ts';
import { CHOICES } from './support/choices.ts';

const GROUP = 'gateway.networking.k8s.io';
const NEWER: GatewayApi = {
  kinds: new Map([
    ...STANDARD_1_1.kinds,
    ['ListenerSet', { apiVersion: `${GROUP}/v1`, plural: 'listenersets' }],
  ]),
  hasInfrastructure: true,
  crds: [],
};
const OWN: ExposeFlags = { host: ['shop.example.com'], service: ['shop:8080'], class: 'example' };
const SHARED: ExposeFlags = {
  host: ['shop.example.com'],
  service: ['shop'],
  gateway: 'infra/shared',
};

// What is looked at differs from case to case.
type Any = any;

function objectsOf(flags: ExposeFlags, api: GatewayApi = STANDARD_1_1): KubernetesObject[] {
  return expose(parseOptions('shop', flags, api), api).objects.map(({ object }) => object);
}

function find(objects: readonly KubernetesObject[], kind: string, name?: string): Any {
  const found = objects.filter(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  assert.equal(found.length, 1, `${found.length} of ${kind} ${name}`);
  return found[0];
}

const list = (objects: readonly KubernetesObject[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);

const listenersOf = (gateway: Any): string[] =>
  gateway.spec.listeners.map((each: Any) =>
    [
      each.name,
      each.protocol,
      each.port,
      each.hostname ?? '-',
      each.tls?.certificateRefs?.[0]?.name,
    ]
      .filter(Boolean)
      .join(' '),
  );

describe('expose', () => {
  it('makes a Gateway and a route', () => {
    const objects = objectsOf(OWN);
    assert.deepEqual(list(objects), ['Gateway default/shop', 'HTTPRoute default/shop']);
    assert.deepEqual(listenersOf(find(objects, 'Gateway')), ['http HTTP 80 shop.example.com']);
    assert.deepEqual(find(objects, 'HTTPRoute').spec, {
      parentRefs: [{ name: 'shop' }],
      hostnames: ['shop.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'shop', port: 8080 }],
        },
      ],
    });
  });

  it('serves HTTPS and redirects HTTP where there is a certificate', () => {
    const objects = objectsOf({
      ...OWN,
      certificate: 'tls',
      host: ['a.example.com', '*.b.example.com'],
      'https-port': '8443',
    });
    assert.deepEqual(listenersOf(find(objects, 'Gateway')), [
      'http HTTP 80 a.example.com',
      'http-2 HTTP 80 *.b.example.com',
      'https HTTPS 8443 a.example.com tls',
      'https-2 HTTPS 8443 *.b.example.com tls',
    ]);
    assert.deepEqual(
      find(objects, 'HTTPRoute', 'shop').spec.parentRefs.map((each: Any) => each.sectionName),
      ['https', 'https-2'],
    );
    const { spec } = find(objects, 'HTTPRoute', 'shop-redirect');
    assert.deepEqual(
      spec.parentRefs.map((each: Any) => each.sectionName),
      ['http', 'http-2'],
    );
    assert.deepEqual(spec.rules[0].filters, [
      {
        type: 'RequestRedirect',
        requestRedirect: { scheme: 'https', port: 8443, statusCode: 301 },
      },
    ]);
    assert.equal(spec.rules[0].backendRefs, undefined);
  });

  it('serves HTTP too when told', () => {
    const objects = objectsOf({ ...OWN, certificate: 'tls', redirect: false });
    assert.deepEqual(list(objects), ['Gateway default/shop', 'HTTPRoute default/shop']);
    assert.deepEqual(find(objects, 'HTTPRoute').spec.parentRefs, [{ name: 'shop' }]);
  });

  it('permits a certificate of another namespace', () => {
    const objects = objectsOf({ ...OWN, certificate: 'certificates/tls' });
    const grant = find(objects, 'ReferenceGrant');
    assert.equal(grant.metadata.namespace, 'certificates');
    assert.deepEqual(grant.spec, {
      from: [{ group: GROUP, kind: 'Gateway', namespace: 'default' }],
      to: [{ group: '', kind: 'Secret', name: 'tls' }],
    });
  });

  it('has an ACME authority issue the certificate, by its staging server', () => {
    const acme: ExposeFlags = { ...OWN, acme: true, email: 'a@example.com' };
    const staging = objectsOf(acme);
    const issuer = find(staging, 'ClusterIssuer');
    assert.equal(issuer.metadata.name, 'default.shop-acme-staging');
    assert.match(issuer.spec.acme.server, /staging/);
    assert.equal(issuer.spec.acme.email, 'a@example.com');
    assert.deepEqual(issuer.spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs, [
      { group: GROUP, kind: 'Gateway', namespace: 'default', name: 'shop', sectionName: 'http' },
    ]);
    assert.deepEqual(find(staging, 'Certificate').spec, {
      secretName: 'shop-tls',
      dnsNames: ['shop.example.com'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer.metadata.name },
    });
    const production = find(objectsOf({ ...acme, production: true }), 'ClusterIssuer');
    assert.equal(production.metadata.name, 'default.shop-acme');
    assert.doesNotMatch(production.spec.acme.server, /staging/);
  });

  it('makes issuers that differ for applications whose namespaces and names are alike', () => {
    const flags: ExposeFlags = { ...OWN, acme: true, email: 'a@example.com' };
    const issuerOf = (namespace: string, name: string): string => {
      const options = parseOptions(name, { ...flags, namespace }, STANDARD_1_1);
      const objects: Any[] = expose(options, STANDARD_1_1).objects.map(({ object }) => object);
      return find(objects, 'ClusterIssuer').metadata.name;
    };
    assert.notEqual(issuerOf('team', 'a-shop'), issuerOf('team-a', 'shop'));
  });

  it('names no listener for the challenges of several hosts, each of which has its own', () => {
    const hosts = ['a.example.com', 'b.example.com'];
    const objects = objectsOf({ ...OWN, acme: true, email: 'a@example.com', host: hosts });
    const [ref] = find(objects, 'ClusterIssuer').spec.acme.solvers[0].http01.gatewayHTTPRoute
      .parentRefs;
    assert.equal(ref.sectionName, undefined);
  });

  it('has an issuer that is there issue the certificate, by an annotation of each Gateway', () => {
    const objects = objectsOf({ ...OWN, 'cluster-issuer': 'company', internal: true });
    for (const name of ['shop', 'shop-internal']) {
      const gateway = find(objects, 'Gateway', name);
      assert.deepEqual(gateway.metadata.annotations, {
        'cert-manager.io/cluster-issuer': 'company',
      });
      assert.match(listenersOf(gateway)[1] ?? '', new RegExp(`${name}-tls$`));
    }
    assert.ok(!objects.some(({ kind }) => kind === 'Certificate'));
    const [gateway] = objectsOf({ ...OWN, issuer: 'mine' });
    assert.deepEqual(gateway?.metadata.annotations, { 'cert-manager.io/issuer': 'mine' });
  });

  it('signs the certificate by itself', () => {
    const objects = objectsOf({ ...OWN, 'self-signed': true, 'gateway-namespace': 'infra' });
    assert.equal(find(objects, 'Issuer').metadata.namespace, 'infra');
    assert.equal(find(objects, 'Certificate').metadata.namespace, 'infra');
    assert.equal(find(objects, 'Certificate').spec.issuerRef.name, 'shop-self-signed');
    assert.equal(find(objects, 'Certificate').spec.commonName, 'shop');
  });

  it('leads paths to Services, of other namespaces too', () => {
    const objects = objectsOf({ ...OWN, path: ['/api/=api:9000', '/x=team/x'] });
    assert.deepEqual(
      find(objects, 'HTTPRoute').spec.rules.map((rule: Any) => [
        rule.matches[0].path.value,
        rule.backendRefs,
      ]),
      [
        ['/api', [{ name: 'api', port: 9000 }]],
        ['/x', [{ name: 'x', namespace: 'team', port: 80 }]],
        ['/', [{ name: 'shop', port: 8080 }]],
      ],
    );
    assert.deepEqual(find(objects, 'ReferenceGrant').spec.to, [
      { group: '', kind: 'Service', name: 'x' },
    ]);
  });

  it('leads gRPC calls by service and method', () => {
    const objects = objectsOf({ ...OWN, grpc: true, path: ['/a.B=b', '/a.B/C=c'] });
    assert.deepEqual(find(objects, 'GRPCRoute').spec.rules, [
      { matches: [{ method: { service: 'a.B' } }], backendRefs: [{ name: 'b', port: 80 }] },
      {
        matches: [{ method: { service: 'a.B', method: 'C' } }],
        backendRefs: [{ name: 'c', port: 80 }],
      },
      { backendRefs: [{ name: 'shop', port: 8080 }] },
    ]);
  });

  it('shares requests with a canary, by header and weight', () => {
    const objects = objectsOf({
      ...OWN,
      canary: 'next:8080',
      'canary-weights': '9:1',
      'canary-header': 'X-Canary=on',
    });
    assert.deepEqual(find(objects, 'HTTPRoute').spec.rules, [
      {
        matches: [
          {
            path: { type: 'PathPrefix', value: '/' },
            headers: [{ name: 'X-Canary', value: 'on' }],
          },
        ],
        backendRefs: [{ name: 'next', port: 8080 }],
      },
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [
          { name: 'shop', port: 8080, weight: 9 },
          { name: 'next', port: 8080, weight: 1 },
        ],
      },
    ]);
  });

  it('makes a second Gateway for the inside', () => {
    const flags: ExposeFlags = {
      ...OWN,
      annotation: ['example.com/scope=outside'],
      internal: true,
      'internal-host': ['shop.internal'],
      'internal-class': 'inside',
      'internal-address': ['10.0.0.1', 'lb.internal'],
      'internal-annotation': ['example.com/type=ClusterIP'],
      'internal-label': ['scope=inside'],
    };
    const objects = objectsOf(flags, NEWER);
    const inside = find(objects, 'Gateway', 'shop-internal');
    assert.deepEqual(inside.metadata.annotations, { 'example.com/type': 'ClusterIP' });
    assert.equal(inside.spec.gatewayClassName, 'inside');
    assert.deepEqual(inside.spec.addresses, [
      { type: 'IPAddress', value: '10.0.0.1' },
      { type: 'Hostname', value: 'lb.internal' },
    ]);
    assert.deepEqual(inside.spec.infrastructure, {
      annotations: { 'example.com/type': 'ClusterIP' },
      labels: { scope: 'inside' },
    });
    assert.deepEqual(listenersOf(inside), ['http HTTP 80 shop.internal']);
    assert.deepEqual(find(objects, 'HTTPRoute').spec.hostnames, [
      'shop.example.com',
      'shop.internal',
    ]);
    assert.deepEqual(find(objects, 'HTTPRoute').spec.parentRefs, [
      { name: 'shop' },
      { name: 'shop-internal' },
    ]);
    const older = find(objectsOf(flags), 'Gateway', 'shop-internal');
    assert.equal(older.spec.infrastructure, undefined);
    assert.deepEqual(older.metadata.labels, { scope: 'inside' });
  });

  it('lets routes of other namespaces attach', () => {
    const allowed = (flags: ExposeFlags): Any =>
      find(objectsOf({ ...OWN, ...flags }), 'Gateway').spec.listeners[0].allowedRoutes.namespaces;
    assert.deepEqual(allowed({}), { from: 'Same' });
    assert.deepEqual(allowed({ 'allow-routes': ['*', 'a'] }), { from: 'All' });
    assert.deepEqual(
      allowed({ 'gateway-namespace': 'infra', 'allow-routes': ['team'] }).selector.matchExpressions,
      [
        {
          key: 'kubernetes.io/metadata.name',
          operator: 'In',
          values: ['default', 'infra', 'team'],
        },
      ],
    );
  });

  it('attaches to a Gateway that is there', () => {
    assert.deepEqual(find(objectsOf(SHARED), 'HTTPRoute').spec.parentRefs, [
      { namespace: 'infra', name: 'shared' },
    ]);
    const objects = objectsOf({
      ...SHARED,
      gateway: 'infra/shared/https',
      'redirect-listener': 'http',
    });
    assert.deepEqual(list(objects), ['HTTPRoute default/shop', 'HTTPRoute default/shop-redirect']);
    assert.deepEqual(find(objects, 'HTTPRoute', 'shop').spec.parentRefs, [
      { namespace: 'infra', name: 'shared', sectionName: 'https' },
    ]);
    assert.deepEqual(find(objects, 'HTTPRoute', 'shop-redirect').spec.parentRefs, [
      { namespace: 'infra', name: 'shared', sectionName: 'http' },
    ]);
  });

  it('adds listeners to a Gateway that is there by a patch', () => {
    const options = parseOptions(
      'shop',
      { ...SHARED, 'add-listener': 'patch', issuer: 'mine' },
      STANDARD_1_1,
    );
    const { objects, others } = expose(options, STANDARD_1_1);
    assert.deepEqual(list(objects.map(({ object }) => object)), [
      'Certificate infra/shop',
      'HTTPRoute default/shop',
      'HTTPRoute default/shop-redirect',
    ]);
    const text = others.get('gateway-listener-patch.yaml') ?? '';
    assert.match(
      text,
      /^# {5}kubectl patch gateway shared --namespace infra --type json --patch-file/m,
    );
    assert.match(text, /^# {7}- path: gateway-listener-patch\.yaml$/m);
    const operations = parseYaml(text, 'patch')[0]?.value as Any;
    assert.deepEqual(
      operations.map(({ op, path, value }: Any) => [op, path, value.name]),
      [
        ['add', '/spec/listeners/-', 'shop-http'],
        ['add', '/spec/listeners/-', 'shop-https'],
      ],
    );
    const kustomization = formatDirectory({ objects, others }, []).get('kustomization.yaml') ?? '';
    assert.doesNotMatch(kustomization, /patch/);
  });

  it('adds listeners to a Gateway that is there by a ListenerSet', () => {
    const flags: ExposeFlags = {
      ...SHARED,
      'add-listener': 'listener-set',
      certificate: 'certs/tls',
    };
    const objects = objectsOf(flags, NEWER);
    const set = find(objects, 'ListenerSet');
    assert.equal(set.metadata.namespace, 'default');
    assert.deepEqual(set.spec.parentRef, { name: 'shared', namespace: 'infra' });
    assert.deepEqual(listenersOf(set), [
      'http HTTP 80 shop.example.com',
      'https HTTPS 443 shop.example.com tls',
    ]);
    assert.deepEqual(find(objects, 'HTTPRoute', 'shop').spec.parentRefs, [
      { group: GROUP, kind: 'ListenerSet', name: 'shop', sectionName: 'https' },
    ]);
    assert.deepEqual(find(objects, 'ReferenceGrant').spec.from, [
      { group: GROUP, kind: 'ListenerSet', namespace: 'default' },
    ]);
  });

  it('leads requests inside a mesh', () => {
    const objects = objectsOf({ mesh: true, service: ['team/shop:8080'], path: ['/api=api'] });
    const { spec } = find(objects, 'HTTPRoute');
    assert.deepEqual(spec.parentRefs, [
      { group: '', kind: 'Service', namespace: 'team', name: 'shop', port: 8080 },
    ]);
    assert.equal(spec.hostnames, undefined);
    assert.equal(find(objects, 'ReferenceGrant').metadata.namespace, 'team');
  });

  it("writes roles for the Gateway API's three kinds of people", () => {
    const objects = objectsOf({ ...OWN, namespace: 'team', roles: true }, NEWER);
    const may = (name: string): Any =>
      find(objects, 'ClusterRole', name).rules.map((rule: Any) => [
        rule.resources.join(' '),
        rule.verbs.includes('create'),
      ]);
    assert.deepEqual(may('shop-infrastructure-provider'), [
      ['gatewayclasses gateways listenersets grpcroutes httproutes referencegrants', true],
    ]);
    assert.deepEqual(may('shop-cluster-operator'), [
      ['gateways listenersets grpcroutes httproutes referencegrants', true],
      ['gatewayclasses', false],
    ]);
    assert.deepEqual(may('shop-application-developer'), [
      ['grpcroutes httproutes referencegrants', true],
      ['gateways listenersets', false],
    ]);
    assert.equal(find(objects, 'RoleBinding').metadata.namespace, 'team');
    assert.equal(objects.filter(({ kind }) => kind === 'ClusterRoleBinding').length, 2);
  });

  it('says which kind is not to be had', () => {
    const kinds = new Map([...STANDARD_1_1.kinds].filter(([kind]) => kind !== 'ReferenceGrant'));
    const flags: ExposeFlags = { ...OWN, service: ['other/shop'] };
    const problems = problemsOf(() => objectsOf(flags, { ...STANDARD_1_1, kinds }));
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [['gateway-api-lacks', 'there is no ReferenceGrant to be had, which this needs']],
    );
  });

  const choice = fc.record(
    Object.fromEntries(
      Object.entries(CHOICES).map(([topic, all]) => [
        topic,
        fc.constantFrom(...Object.values(all)),
      ]),
    ),
  );
  const words = fc.string({
    unit: fc.constantFrom('a', 'Z', '0', '-', '.', '/', ':', '=', '*', '\n', ' ', '#', '%'),
    maxLength: 12,
  });
  const open = fc.record(
    {
      host: fc.array(fc.oneof(fc.constant('a.example.com'), words), { minLength: 1, maxLength: 3 }),
      service: fc.array(fc.oneof(fc.constant('a:1'), words), { minLength: 1, maxLength: 2 }),
      path: fc.array(fc.oneof(fc.constant('/a=b'), words), { maxLength: 2 }),
      certificate: fc.oneof(fc.constant('a'), words),
      annotation: fc.array(
        fc.oneof(
          words.map((text) => `a=${text}`),
          fc.string().map((text) => `a=${text}`),
        ),
        { maxLength: 1 },
      ),
      label: fc.array(words, { maxLength: 1 }),
    },
    { requiredKeys: [] },
  );

  it('gives objects with good names, which their YAML says again', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        choice,
        fc.oneof(fc.constant({}), open),
        fc.oneof(fc.constant('shop'), fc.constantFrom('a'.repeat(54), 'a'.repeat(63)), words),
        (chosen, texts, name) => {
          const flags = Object.assign({}, ...Object.values(chosen), texts) as ExposeFlags;
          let exposed;
          try {
            exposed = expose(parseOptions(name, flags, NEWER), NEWER);
          } catch (error) {
            if (error instanceof UserError) return;
            throw error;
          }
          accepted += 1;
          const objects = exposed.objects.map(({ object }) => object);
          const read = readManifests(formatStream(exposed, ['a', '']), 'stream');
          assert.deepEqual(
            read.map(({ object }) => object),
            objects,
          );
          assert.deepEqual(checkMetadata({ objects: read }), []);
          const keys = objects.map((object) => objectKey(objectId(object)));
          assert.equal(new Set(keys).size, keys.length, 'no object twice');
          const files = formatDirectory(exposed, []);
          assert.equal(files.size, objects.length + 1 + exposed.others.size);
        },
      ),
      { numRuns: 3000, seed: 11 },
    );
    assert.ok(accepted > 150, `${accepted} accepted`);
  });
});
