import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { UserError } from '../../../../src/errors.ts';
import { formatStream } from '../../../../src/expose/format-directory.ts';
import { parseIngressOptions } from '../../../../src/expose/from-ingress/ingress-options.ts';
import { leftoverParagraphs, migrate } from '../../../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../../../src/expose/from-ingress/read-input.ts';
import { STANDARD_1_1 } from '../../../../src/expose/gateway-api.ts';
import type { GatewayApi } from '../../../../src/expose/gateway-api.ts';
import type { ExposeFlags } from '../../../../src/expose/options/flags.ts';
import { objectId, objectKey } from '../../../../src/manifest/object.ts';
import { readManifests } from '../../../../src/manifest/read-manifests.ts';
import { checkMetadata } from '../../../../src/verify/checks/metadata.ts';
import { problemsOf } from '../../support/problems.ts';
import {
  CA,
  anyInput,
  backend,
  ingress,
  route,
  rule,
  service,
  streamOf,
} from './support/inputs.ts';

const GROUP = 'gateway.networking.k8s.io';
const NEWER: GatewayApi = {
  ...STANDARD_1_1,
  kinds: new Map([
    ...STANDARD_1_1.kinds,
    ['TLSRoute', { apiVersion: `${GROUP}/v1`, plural: 'tlsroutes' }],
    ['BackendTLSPolicy', { apiVersion: `${GROUP}/v1`, plural: 'backendtlspolicies' }],
  ]),
};

// What is looked at differs from case to case.
type Any = any;
type Options = { flags?: ExposeFlags; api?: GatewayApi; name?: string };

function run(objects: Any[], { flags, api = STANDARD_1_1, name }: Options = {}) {
  const options = parseIngressOptions(name, { class: 'example', ...flags });
  const input = readInput(streamOf(...objects), 'in.yaml', options.namespace ?? 'default');
  const { exposed, leftovers } = migrate(input, options, api);
  const made: Any[] = exposed.objects.map(({ object }) => object);
  return { made, leftovers, exposed };
}

/** `host → listeners: TYPE path → services` of each rule of the routes; redirects as `https`. */
function ways(made: Any[]): string[] {
  return made
    .filter(({ kind }) => kind.endsWith('Route'))
    .flatMap(({ spec }) => {
      const head = `${(spec.hostnames ?? ['*']).join()} at ${spec.parentRefs.map((each: Any) => each.sectionName).join()}`;
      return spec.rules.map((each: Any) => {
        const matches = (each.matches ?? []).map(({ path }: Any) => `${path.type} ${path.value}`);
        const targets = (each.backendRefs ?? []).map(
          (ref: Any) =>
            `${ref.name}:${ref.port}${ref.weight === undefined ? '' : `*${ref.weight}`}`,
        );
        const target = each.filters?.[0].requestRedirect.scheme ?? targets.join(' ');
        return `${head}: ${matches.join(', ')} → ${target}`;
      });
    });
}

const listeners = (made: Any[]): string[] =>
  made[0].spec.listeners.map((each: Any) =>
    [
      each.name,
      each.protocol,
      each.hostname,
      ...(each.tls?.certificateRefs ?? []).map((ref: Any) => `${ref.namespace ?? ''}/${ref.name}`),
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  );

const codes = (leftovers: readonly Any[]): string[] =>
  leftovers.map(({ code, at }) => `${at.field}: ${code}`);

describe('Ingresses', () => {
  it('become one route a host, over HTTP', () => {
    const { made, leftovers } = run([
      ingress('one', { rules: [rule('a.example.com', 'Prefix / shop:80', 'Exact /x api:8080')] }),
      ingress('two', { rules: [rule('a.example.com', 'Prefix /two two:80')] }),
    ]);
    assert.deepEqual(listeners(made), ['http HTTP']);
    assert.deepEqual(ways(made), [
      'a.example.com at http: PathPrefix / → shop:80',
      'a.example.com at http: Exact /x → api:8080',
      'a.example.com at http: PathPrefix /two → two:80',
    ]);
    assert.equal(made.length, 2);
    assert.deepEqual(made[0].spec.listeners[0].allowedRoutes.namespaces, { from: 'Same' });
    assert.deepEqual(leftovers, []);
  });

  it('become listeners for HTTPS, one a host, and redirect to them', () => {
    const tls = [{ hosts: ['a.example.com', '*.example.org'], secretName: 'cert' }];
    const objects = [
      ingress('one', {
        tls,
        rules: [
          rule('a.example.com', 'Prefix / shop:80'),
          rule('b.example.org', 'Prefix / shop:80'),
        ],
      }),
      // Of a name that is asked for by TLS the certificate is known before the path.
      ingress('two', { rules: [rule('a.example.com', 'Prefix /two two:80')] }),
      ingress('three', { rules: [rule('c.d.example.org', 'Prefix / three:80')] }),
    ];
    const { made } = run(objects);
    assert.deepEqual(listeners(made), [
      'http HTTP',
      'https-a.example.com HTTPS a.example.com /cert',
      'https-b.example.org HTTPS b.example.org /cert',
    ]);
    assert.deepEqual(ways(made), [
      'a.example.com at https-a.example.com: PathPrefix / → shop:80',
      'a.example.com at https-a.example.com: PathPrefix /two → two:80',
      'a.example.com at http: PathPrefix /, PathPrefix /two → https',
      'b.example.org at https-b.example.org: PathPrefix / → shop:80',
      'b.example.org at http: PathPrefix / → https',
      'c.d.example.org at http: PathPrefix / → three:80',
    ]);
    const served = ways(run(objects, { flags: { redirect: false } }).made);
    assert.deepEqual(served.slice(0, 2), [
      'a.example.com at http,https-a.example.com: PathPrefix / → shop:80',
      'a.example.com at http,https-a.example.com: PathPrefix /two → two:80',
    ]);
  });

  it('have a default backend for hosts that no rule names, and for paths that none has', () => {
    const { made } = run([
      ingress('one', {
        defaultBackend: backend('rest:80'),
        rules: [
          rule('a.example.com', 'Exact / shop:80'),
          rule('b.example.com', 'Prefix / shop:80'),
        ],
      }),
    ]);
    assert.deepEqual(ways(made), [
      'a.example.com at http: Exact / → shop:80',
      'a.example.com at http: PathPrefix / → rest:80',
      'b.example.com at http: PathPrefix / → shop:80',
      '* at http: PathPrefix / → rest:80',
    ]);
  });

  it('take the numbers of named ports from Services', () => {
    const rules = [
      rule('a.example.com', 'Prefix / shop:web', 'Prefix /b other:web', 'Prefix /c shop:no'),
    ];
    const { made, leftovers } = run([ingress('one', { rules }), service('shop', 'web:8080')]);
    assert.deepEqual(ways(made), ['a.example.com at http: PathPrefix / → shop:8080']);
    assert.deepEqual(codes(leftovers), [
      'spec.rules[0].http.paths[1].backend.service.port: port-left',
      'spec.rules[0].http.paths[2].backend.service.port: port-left',
    ]);
  });

  it('of several namespaces share a Gateway, which is permitted to read their certificates', () => {
    const tls = [{ secretName: 'cert' }];
    const objects = [
      ingress('one', { tls, rules: [rule('a.example.com', 'Prefix / shop:80')] }),
      ingress(
        'two',
        { tls, rules: [rule('b.example.com', 'Prefix / shop:80')] },
        { namespace: 'other' },
      ),
    ];
    const { made } = run(objects, { name: 'all' });
    assert.deepEqual([made[0].metadata.name, made[0].metadata.namespace], ['all', 'default']);
    assert.deepEqual(listeners(made), [
      'http HTTP',
      'https-a.example.com HTTPS a.example.com shop/cert',
      'https-b.example.com HTTPS b.example.com other/cert',
    ]);
    assert.deepEqual(
      made
        .filter(({ kind }) => kind === 'ReferenceGrant')
        .map(({ metadata }) => metadata.namespace),
      ['other', 'shop'],
    );
    const [{ values }] =
      made[0].spec.listeners[0].allowedRoutes.namespaces.selector.matchExpressions;
    assert.deepEqual(values, ['default', 'other', 'shop']);
    assert.equal(
      run(objects, { flags: { namespace: 'other' } }).made[0].metadata.namespace,
      'other',
    );
  });

  it('are split where they have more rules than a route can have', () => {
    const paths = Array.from({ length: 40 }, (_, index) => `Prefix /p${index} shop:80`);
    const tls = [{ secretName: 'cert' }];
    const { made } = run([ingress('one', { tls, rules: [rule('a.example.com', ...paths)] })]);
    const routes = made.filter(({ kind }) => kind === 'HTTPRoute');
    assert.deepEqual(
      routes.map(({ metadata, spec }) => [metadata.name, spec.rules.length]),
      [
        ['a.example.com', 16],
        ['a.example.com-2', 16],
        ['a.example.com-3', 8],
        ['a.example.com-redirect', 5],
      ],
    );
    assert.ok(routes[3].spec.rules.every((each: Any) => each.matches.length <= 8));
  });

  it('take their class where none is given', () => {
    const spec = { ingressClassName: 'old', rules: [rule('a.example.com', 'Prefix / shop:80')] };
    const options = parseIngressOptions(undefined, {});
    const of = (...objects: Any[]): Any =>
      migrate(readInput(streamOf(...objects), 'in', 'x'), options, STANDARD_1_1).exposed.objects[0]
        ?.object.spec;
    assert.equal(of(ingress('a', spec)).gatewayClassName, 'old');
    const { ingressClassName: _none, ...classless } = spec;
    const annotations = { 'kubernetes.io/ingress.class': 'older' };
    assert.equal(of(ingress('a', classless, { annotations })).gatewayClassName, 'older');
    assert.deepEqual(run([ingress('a', classless, { annotations })]).leftovers, []);
    const two = [ingress('a', spec), ingress('b', { ...spec, ingressClassName: 'new' })];
    for (const objects of [two, [route('a', { port: { targetPort: 1 } })]]) {
      assert.deepEqual(
        problemsOf(() => of(...objects)).map(({ at }) => at?.field),
        ['--class'],
      );
    }
  });

  it('of several classes become one Gateway, which is told', () => {
    const of = (name: string): Any =>
      ingress(name, {
        ingressClassName: name,
        rules: [rule(`${name}.example.com`, 'Prefix / shop:80')],
      });
    const { leftovers } = run([of('public'), of('internal'), of('public')]);
    assert.deepEqual(
      leftovers.filter(({ code }) => code === 'classes-merged').map(({ message }) => message),
      ['has Ingresses of several classes, which become one Gateway: internal, public'],
    );
  });

  it('that want the same requests leave them to the oldest', () => {
    const of = (name: string, creationTimestamp?: string): Any =>
      ingress(
        name,
        { rules: [rule('a.example.com', `Prefix / ${name}:80`, `Exact /${name} ${name}:80`)] },
        { creationTimestamp },
      );
    const { made } = run([
      of('ageless'),
      of('young', '2025-01-01T00:00:00Z'),
      of('old', '2024-12-31T23:59:59Z'),
    ]);
    assert.deepEqual(ways(made), [
      'a.example.com at http: PathPrefix / → old:80',
      'a.example.com at http: Exact /old → old:80',
      'a.example.com at http: Exact /young → young:80',
      'a.example.com at http: Exact /ageless → ageless:80',
    ]);
  });

  it('leave requests to a Route that is older, or that comes first of two without an age', () => {
    const spec = { rules: [rule('a.example.com', 'Prefix / ingress:80')] };
    const young = ingress('young', spec, { creationTimestamp: '2025-01-01T00:00:00Z' });
    const routeOf = (creationTimestamp?: string): Any =>
      route('route', { host: 'a.example.com', port: { targetPort: 80 } }, { creationTimestamp });
    const cases: [objects: Any[], winner: string][] = [
      [[young, routeOf('2024-01-01T00:00:00Z')], 'shop'],
      [[routeOf('2026-01-01T00:00:00Z'), young], 'ingress'],
      [[routeOf(), ingress('b', spec)], 'shop'],
      [[ingress('b', spec), routeOf()], 'ingress'],
    ];
    for (const [objects, winner] of cases) {
      assert.deepEqual(ways(run(objects).made), [
        `a.example.com at http: PathPrefix / → ${winner}:80`,
      ]);
    }
  });

  it('have the certificate that one of them names before that of a controller', () => {
    const spec = {
      rules: [rule('a.example.com', 'Prefix /api api:80')],
      tls: [{ hosts: ['a.example.com'], secretName: 'mine' }],
    };
    const older = route(
      'route',
      { host: 'a.example.com', port: { targetPort: 80 }, tls: { termination: 'edge' } },
      { creationTimestamp: '2024-01-01T00:00:00Z' },
    );
    const { made } = run([older, ingress('b', spec)]);
    assert.match(listeners(made).join('\n'), /HTTPS a\.example\.com \S*\/mine$/m);
  });

  it('that are canaries of others take no requests', () => {
    const canary = { 'example.com/canary': 'true', 'example.com/canary-weight': '10' };
    const spec = {
      rules: [rule('a.example.com', 'Prefix / next:80', 'Prefix /next next:80')],
      tls: [{ hosts: ['a.example.com'], secretName: 'next' }],
    };
    const objects = [
      ingress('canary', spec, { annotations: canary }),
      ingress('main', { rules: [rule('a.example.com', 'Prefix / shop:80')] }),
    ];
    const { made, leftovers } = run(objects);
    assert.deepEqual(ways(made), ['a.example.com at http: PathPrefix / → shop:80']);
    assert.deepEqual(codes(leftovers), [
      "metadata.annotations['example.com/canary']: canary-left",
      'metadata.annotations: annotations-left',
    ]);
    const no = ingress('canary', spec, { annotations: { 'example.com/canary': 'false' } });
    assert.match(ways(run([no]).made).join(), /next:80/);
  });

  it('tell every annotation that they leave', () => {
    const names = Array.from({ length: 40 }, (_, index) => `example.com/a${index}`);
    const annotations = Object.fromEntries(names.map((name) => [name, '']));
    const { leftovers } = run([
      ingress('a', { rules: [rule('a.example.com', 'Prefix / a:80')] }, { annotations }),
    ]);
    for (const name of names) assert.match(leftovers[0]?.message ?? '', new RegExp(`${name}\\b`));
  });

  const rules = [rule('a.example.com', 'Prefix / shop:80')];
  const left: [what: string, spec: Any, expected: string[], metadata?: Any][] = [
    [
      'annotations',
      { rules },
      ['metadata.annotations: annotations-left'],
      { annotations: { 'a/b': 'c', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    ],
    ['labels', { rules }, ['metadata.labels: labels-left'], { labels: { shard: 'inside' } }],
    ['a field', { rules, other: {}, none: null }, ['spec.other: field-left']],
    [
      'what may be a regular expression',
      {
        rules: [rule('a.example.com', 'Prefix /a/.* a:80', 'Exact /b(0) a:80', 'Prefix / shop:80')],
      },
      [
        'spec.rules[0].http.paths[0].path: path-type-assumed',
        'spec.rules[0].http.paths[1].path: path-type-assumed',
      ],
    ],
    [
      'a path with a slash at its end twice',
      {
        rules: [rule('a.example.com', 'Prefix /a shop:80', 'Prefix /a/ a:80', 'Exact /a/ shop:80')],
      },
      ['spec: claimed-twice'],
    ],
    [
      'the certificate of a host without a rule',
      { rules, tls: [{ hosts: ['b.example.com', '*.example.org'], secretName: 'b' }] },
      ['spec.tls[0].hosts: certificate-left', 'spec.tls[0].hosts: certificate-left'],
    ],
    [
      'a host',
      { rules: [...rules, rule('A', 'Prefix / shop:80')] },
      ['spec.rules[1].host: host-left'],
    ],
    [
      'a regular expression',
      { rules: [rule('a.example.com', 'ImplementationSpecific /a(.*) x:80', 'Prefix / shop:80')] },
      ['spec.rules[0].http.paths[0].path: path-left'],
    ],
    [
      'a path',
      { rules: [rule('a.example.com', 'Prefix /a//b x:80', 'Prefix / shop:80')] },
      ['spec.rules[0].http.paths[0].path: path-left'],
    ],
    [
      'the type of a path',
      { rules: [rule('a.example.com', 'ImplementationSpecific / shop:80')] },
      ['spec.rules[0].http.paths[0].pathType: path-type-assumed'],
    ],
    [
      'a resource',
      { rules, defaultBackend: { resource: { kind: 'Bucket', name: 'b' } } },
      ['spec.defaultBackend.resource: backend-left'],
    ],
    [
      'a backend that is none',
      { rules, defaultBackend: {} },
      ['spec.defaultBackend.service: backend-left'],
    ],
    [
      'a Service that is none',
      { rules, defaultBackend: backend('A:80') },
      ['spec.defaultBackend.service.name: backend-left'],
    ],
    [
      'a port that is none',
      { rules, defaultBackend: backend('a:65536') },
      ['spec.defaultBackend.service.port: port-left'],
    ],
    [
      'a wider wildcard',
      { rules: [rule('*.example.com', 'Prefix / shop:80')] },
      ['spec.rules[0].host: wildcard-wider'],
    ],
    [
      "a controller's own certificate",
      { rules, tls: [{ hosts: ['a.example.com'] }] },
      ['spec.tls: certificate-left'],
    ],
    [
      'a Secret that is none',
      { rules, tls: [{ secretName: 'A' }] },
      ['spec.tls[0].secretName: certificate-left', 'spec.tls: certificate-left'],
    ],
    [
      'a path twice',
      { rules: [rule('a.example.com', 'Prefix / shop:80', 'Prefix / other:80')] },
      ['spec: claimed-twice'],
    ],
  ];
  for (const [what, spec, expected, metadata] of left) {
    it(`tell that they leave ${what}`, () => {
      const { made, leftovers, exposed } = run([ingress('one', spec, metadata)]);
      assert.deepEqual(codes(leftovers), expected);
      assert.ok(
        leftovers.every(({ severity, at }) => severity === 'note' && at?.file === 'in.yaml'),
      );
      assert.ok(ways(made).some((each) => / → (?:shop:80|https)$/.test(each)));
      const text = formatStream(exposed, leftoverParagraphs(leftovers));
      assert.match(
        text,
        /^# Not carried over from the Ingresses and Routes, or not as it was:\n# - Ingress shop\/one: /,
      );
    });
  }

  it('use the certificate that is given in place of a controller’s own', () => {
    const spec = { rules, tls: [{ hosts: ['a.example.com'] }] };
    const { made, leftovers } = run([ingress('one', spec)], {
      flags: { certificate: 'certs/all' },
    });
    assert.deepEqual(listeners(made)[1], 'https-a.example.com HTTPS a.example.com certs/all');
    assert.deepEqual(leftovers, []);
  });

  it('that want different certificates for a host get the first', () => {
    const of = (name: string): Any =>
      ingress(name, {
        rules: [rule('a.example.com', `Prefix /${name} shop:80`)],
        tls: [{ secretName: name }],
      });
    const { made, leftovers } = run([of('one'), of('two')]);
    assert.deepEqual(listeners(made)[1], 'https-a.example.com HTTPS a.example.com /one');
    assert.deepEqual(codes(leftovers), ['spec: claimed-twice']);
  });
});

describe('Routes', () => {
  const port = { targetPort: 8080 };
  const SHOP = service('shop', 'web:80:8080', 'admin:81:9090');
  const tls = (termination: string, insecureEdgeTerminationPolicy?: string, more = {}): Any => ({
    termination,
    ...(insecureEdgeTerminationPolicy && { insecureEdgeTerminationPolicy }),
    ...more,
  });
  const cases: [what: string, spec: Any, expected: string[]][] = [
    ['without TLS', {}, ['r.example.com at http: PathPrefix / → shop:80']],
    ['with a path', { path: '/a' }, ['r.example.com at http: PathPrefix /a → shop:80']],
    [
      'edge',
      { tls: tls('edge') },
      ['r.example.com at https-r.example.com: PathPrefix / → shop:80'],
    ],
    [
      'edge and None',
      { tls: tls('edge', 'None') },
      ['r.example.com at https-r.example.com: PathPrefix / → shop:80'],
    ],
    [
      'edge and Allow',
      { tls: tls('edge', 'Allow') },
      ['r.example.com at http,https-r.example.com: PathPrefix / → shop:80'],
    ],
    [
      'edge and Redirect',
      { tls: tls('edge', 'Redirect') },
      [
        'r.example.com at https-r.example.com: PathPrefix / → shop:80',
        'r.example.com at http: PathPrefix / → https',
      ],
    ],
    [
      'with weights',
      {
        to: { kind: 'Service', name: 'shop', weight: 3 },
        alternateBackends: [{ kind: 'Service', name: 'shop' }],
      },
      ['r.example.com at http: PathPrefix / → shop:80*3 shop:80*100'],
    ],
    [
      'that is switched off',
      { to: { kind: 'Service', name: 'shop', weight: 0 } },
      ['r.example.com at http: PathPrefix / → shop:80*0'],
    ],
    [
      'with a named port',
      { port: { targetPort: 'admin' } },
      ['r.example.com at http: PathPrefix / → shop:81'],
    ],
    [
      'with TLS that ends in pods',
      { tls: tls('passthrough') },
      ['r.example.com at tls-r.example.com:  → shop:80'],
    ],
    [
      'with TLS that ends in pods, and Redirect',
      { tls: tls('passthrough', 'Redirect') },
      [
        'r.example.com at http: PathPrefix / → https',
        'r.example.com at tls-r.example.com:  → shop:80',
      ],
    ],
    [
      'with TLS to the pods',
      { tls: tls('reencrypt', 'None', { destinationCACertificate: CA }) },
      ['r.example.com at https-r.example.com: PathPrefix / → shop:80'],
    ],
  ];
  for (const [what, spec, expected] of cases) {
    it(`${what} are carried over`, () => {
      const flags = { certificate: 'cert' };
      const { made, leftovers } = run([route('r', { port, ...spec }), SHOP], { api: NEWER, flags });
      assert.deepEqual(ways(made), expected);
      assert.deepEqual(leftovers, []);
      const hasHttp = expected.some((each) => / at http[:,]/.test(each));
      assert.equal(listeners(made).includes('http HTTP'), hasHttp);
    });
  }

  it('have the CA certificates of their pods checked', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----\n';
    const spec = {
      port,
      tls: tls('reencrypt', undefined, {
        destinationCACertificate: `${key}x\r\n${CA.replaceAll('\n', '\r\n')}${CA}`,
      }),
    };
    const { made } = run([route('r', spec), route('s', spec), SHOP], { api: NEWER });
    const [map, ...others] = made.filter(({ kind }) => kind === 'ConfigMap');
    assert.deepEqual([map.data['ca.crt'], others], [CA + CA, []]);
    const policy = made.find(({ kind }) => kind === 'BackendTLSPolicy');
    assert.deepEqual(policy.spec, {
      targetRefs: [{ group: '', kind: 'Service', name: 'shop', sectionName: 'web' }],
      validation: {
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'shop-web-tls' }],
        hostname: 'shop.shop.svc',
      },
    });
  });

  const toPods = (authorities: string): Any => ({
    port,
    tls: tls('reencrypt', undefined, {
      destinationCACertificate: authorities,
      externalCertificate: { name: 'cert' },
    }),
  });

  it('of one Service whose certificate is checked differently leave it to the first', () => {
    const other = CA.replace('MIIB', 'MIIC');
    const objects = [route('r', toPods(CA)), route('s', toPods(other)), SHOP];
    const { made, leftovers } = run(objects, { api: NEWER });
    const maps = made.filter(({ kind }) => kind === 'ConfigMap');
    assert.deepEqual(
      maps.map(({ data }) => data['ca.crt']),
      [CA],
    );
    assert.deepEqual(codes(leftovers), ['spec: claimed-twice']);
  });

  it('tell of policies that hold for other ports too, where the port has no known name', () => {
    const plain = route('plain', { port: { targetPort: 80 } });
    const known = run([route('r', toPods(CA)), plain, service('shop', 'a:1:8080', 'b:2:80')], {
      api: NEWER,
    });
    assert.deepEqual(codes(known.leftovers), []);
    const { made, leftovers } = run([route('r', toPods(CA)), plain], { api: NEWER });
    assert.deepEqual(codes(leftovers), [
      'spec.port.targetPort: port-assumed',
      'spec.port.targetPort: port-assumed',
      'spec.tls.termination: backend-tls-wider',
    ]);
    const policy = made.find(({ kind }) => kind === 'BackendTLSPolicy');
    assert.deepEqual(policy.spec.targetRefs, [{ group: '', kind: 'Service', name: 'shop' }]);
  });

  const left: [what: string, spec: Any, expected: string][] = [
    ['headers', { httpHeaders: { actions: {} } }, 'spec.httpHeaders: field-left'],
    [
      'what is new of TLS',
      { tls: { other: 1, ...tls('edge', undefined, { externalCertificate: { name: 'c' } }) } },
      'spec.tls.other: field-left',
    ],
    ['a wider wildcard', { wildcardPolicy: 'Subdomain' }, 'spec.wildcardPolicy: wildcard-wider'],
    [
      'passthrough where there is no TLSRoute',
      { tls: tls('passthrough') },
      'spec.tls.termination: route-left',
    ],
    [
      'reencrypt where there is no policy',
      { tls: tls('reencrypt', undefined, { destinationCACertificate: CA }) },
      'spec.tls.termination: route-left',
    ],
    ['an unknown termination', { tls: tls('other') }, 'spec.tls.termination: route-left'],
    ['a Route without a host', { host: undefined }, 'spec.host: route-left'],
    ['a host that is none', { host: 'A' }, 'spec.host: host-left'],
    ['a path that is none', { path: 'a' }, 'spec.path: route-left'],
    ['what is no Service', { to: { kind: 'Other', name: 'shop' } }, 'spec.to.name: backend-left'],
    [
      'a weight that is none',
      { to: { kind: 'Service', name: 'shop', weight: 257 } },
      'spec.to.weight: backend-left',
    ],
    [
      'more Services than a Route has',
      { alternateBackends: Array.from({ length: 20 }, () => ({ kind: 'Service', name: 'shop' })) },
      'spec.alternateBackends: backend-left',
    ],
    [
      'a port that the Service does not have',
      { port: { targetPort: 1 } },
      'spec.port.targetPort: port-left',
    ],
    [
      'a named port without its Service',
      { to: { kind: 'Service', name: 'other' }, port: { targetPort: 'web' } },
      'spec.port.targetPort: port-left',
    ],
    [
      'no port without its Service',
      { to: { kind: 'Service', name: 'other' }, port: undefined },
      'spec.port.targetPort: port-left',
    ],
    [
      'a port of pods without its Service',
      { to: { kind: 'Service', name: 'other' } },
      'spec.port.targetPort: port-assumed',
    ],
    ['all ports but one', { port: undefined }, 'spec.port.targetPort: port-assumed'],
    ["a router's certificate", { tls: tls('edge') }, 'spec.tls: certificate-left'],
    [
      'a key',
      { tls: tls('edge', undefined, { key: 'SECRET-KEY', certificate: 'SECRET-KEY' }) },
      'spec.tls.key: certificate-left',
    ],
  ];
  for (const [what, spec, expected] of left) {
    it(`tell that they leave ${what}`, () => {
      const { leftovers, exposed } = run([
        route('r', { port, ...spec }),
        route('good', { port }),
        SHOP,
      ]);
      assert.deepEqual(codes(leftovers), [expected]);
      assert.doesNotMatch(JSON.stringify([leftovers, exposed.objects]), /SECRET-KEY/);
    });
  }

  it('with TLS that ends in pods tell that nobody sees their path', () => {
    const spec = { port, path: '/api', tls: tls('passthrough') };
    const { made, leftovers } = run([route('r', spec), SHOP], { api: NEWER });
    assert.deepEqual(ways(made), ['r.example.com at tls-r.example.com:  → shop:80']);
    assert.deepEqual(codes(leftovers), ['spec.path: path-left']);
  });

  it('get the host that their router gave them, and tell those of other routers', () => {
    const hosts = ['given.example.com', 'other.example.com', 'given.example.com'];
    const object = {
      ...route('r', { host: '', port }),
      status: { ingress: hosts.map((host) => ({ host })) },
    };
    const { made, leftovers } = run([object, SHOP]);
    assert.match(ways(made).join(), /^given\.example\.com at http/);
    assert.deepEqual(codes(leftovers), ['status.ingress: host-left']);
    assert.match(leftovers[0]?.message ?? '', /serve it as "other\.example\.com", which/);
  });

  it('are left where no router has admitted them', () => {
    const refused = { conditions: [{ type: 'Admitted', status: 'False', reason: 'Claimed' }] };
    const taken = { conditions: [{ type: 'Admitted', status: 'True' }] };
    const of = (name: string, ...routers: Any[]): Any => ({
      ...route(name, { port }),
      status: { ingress: routers },
    });
    const { made, leftovers } = run([of('r', refused), of('s', refused, taken), of('t'), SHOP]);
    assert.deepEqual(
      ways(made).map((each) => each.split(' ')[0]),
      ['s.example.com', 't.example.com'],
    );
    assert.deepEqual(codes(leftovers), ['status.ingress: route-left']);
  });

  it('that were made of Ingresses of the input are these', () => {
    const owner = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' };
    const madeOf = (name: string, spec: Any = {}): Any =>
      route(
        `${name}-x7k2p`,
        { port, ...spec, tls: tls('edge', 'Redirect', { key: 'SECRET-KEY' }) },
        { ownerReferences: [{ ...owner, name }] },
      );
    const spec = {
      rules: [rule('a.example.com', 'Prefix / shop:80')],
      tls: [{ secretName: 'cert' }],
    };
    const objects = [
      ingress('a', spec),
      madeOf('a', { host: 'a.example.com' }),
      madeOf('gone'),
      SHOP,
    ];
    const { made, leftovers } = run(objects);
    assert.deepEqual(listeners(made), [
      'http HTTP',
      'https-a.example.com HTTPS a.example.com /cert',
      'https-gone-x7k2p.example.com HTTPS gone-x7k2p.example.com /gone-x7k2p-tls',
    ]);
    assert.deepEqual(codes(leftovers), ['spec.tls.key: certificate-left']);
  });

  it('tell that a certificate without a key is left', () => {
    const spec = { port, tls: tls('edge', undefined, { certificate: CA }) };
    const { leftovers } = run([route('r', spec), SHOP], { flags: { certificate: 'c' } });
    assert.deepEqual(codes(leftovers), ['spec.tls.certificate: certificate-left']);
  });

  it('lead to the port whose pods’ port the Service has by name, if it is one', () => {
    const one = run([route('r', { port }), service('shop', 'web:80:http', 'admin:81:9090')]);
    assert.deepEqual(ways(one.made), ['r.example.com at http: PathPrefix / → shop:80']);
    assert.deepEqual(codes(one.leftovers), ['spec.port.targetPort: port-assumed']);
    const two = service('shop', 'web:80:http', 'admin:81:admin');
    const problems = problemsOf(() => run([route('r', { port }), two]));
    assert.ok(problems.some(({ code }) => code === 'port-left'));
  });

  it('name the Secret of their own certificate', () => {
    const external = { externalCertificate: { name: 'mine' } };
    const { made } = run([route('r', { port, tls: tls('edge', undefined, external) }), SHOP]);
    assert.deepEqual(listeners(made), ['https-r.example.com HTTPS r.example.com /mine']);
  });

  it('leave passthrough of a host whose TLS ends at the Gateway', () => {
    const spec = { port, host: 'a.example.com' };
    const objects = [
      route('r', { ...spec, tls: tls('passthrough') }),
      route('s', { ...spec, tls: tls('edge') }),
      SHOP,
    ];
    const { made, leftovers } = run(objects, { api: NEWER, flags: { certificate: 'c' } });
    assert.deepEqual(listeners(made), ['https-a.example.com HTTPS a.example.com /c']);
    assert.deepEqual(codes(leftovers), ['spec: claimed-twice']);
  });
});

describe('the input', () => {
  it('is refused where it has neither', () => {
    for (const objects of [[], [service('shop', 'web:80')]]) {
      const problems = problemsOf(() => run(objects));
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['ingress-missing'],
      );
    }
  });

  it('is refused where nothing can be carried over, with all reasons', () => {
    const problems = problemsOf(() =>
      run([ingress('a', { rules: [rule('A', 'Prefix / a:80')] }), route('b', {})]),
    );
    assert.deepEqual(problems.map(({ code }) => code).toSorted(), [
      'host-left',
      'nothing-carried-over',
      'port-left',
    ]);
  });

  it('is refused where it is more than a Gateway has', () => {
    const rules = Array.from({ length: 64 }, (_, index) =>
      rule(`h${index}.example.com`, 'Prefix / a:80'),
    );
    const spec = { rules, tls: [{ secretName: 'cert' }] };
    const problems = problemsOf(() => run([ingress('a', spec)]));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['too-many-listeners'],
    );
  });

  it('may hold other objects and versions, of which nothing is taken', () => {
    const { leftovers } = run([
      ingress('a', { rules: [rule('a.example.com', 'Prefix / a:80')] }),
      { ...ingress('b', {}), apiVersion: 'extensions/v1beta1' },
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } },
    ]);
    assert.deepEqual(
      leftovers.map(({ code }) => code),
      ['version-unread', 'objects-unread'],
    );
  });

  it('says whatever is wrong with the flags', () => {
    const flags: ExposeFlags = {
      host: ['a'],
      mesh: true,
      class: 'A',
      'http-port': '443',
      certificate: 'a/b/c',
    };
    const problems = problemsOf(() => parseIngressOptions('B', flags));
    assert.deepEqual(
      problems.map(({ at }) => at?.field),
      ['--certificate', '--class', '--host', '--https-port', '--mesh', 'NAME'],
    );
  });

  it('whatever it is, gives objects with good names, which their YAML says again, and no key', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyInput, fc.boolean(), (text, redirect) => {
        const options = parseIngressOptions(undefined, { class: 'example', redirect });
        let result;
        try {
          result = migrate(readInput(text, 'in', 'shop'), options, NEWER);
        } catch (error) {
          if (error instanceof UserError) return;
          throw error;
        }
        accepted += 1;
        const { exposed, leftovers } = result;
        const written = formatStream(exposed, leftoverParagraphs(leftovers));
        assert.doesNotMatch(written, /SECRET-KEY/);
        const read = readManifests(written, 'out');
        assert.deepEqual(
          read.map(({ object }) => object),
          exposed.objects.map(({ object }) => object),
        );
        assert.deepEqual(checkMetadata({ objects: read }), []);
        const keys = read.map(({ object }) => objectKey(objectId(object)));
        assert.equal(new Set(keys).size, keys.length, 'no object twice');
        const gateway: Any = read[0]?.object;
        const names = new Set(gateway.spec.listeners.map((each: Any) => each.name));
        for (const { object } of read as Any[]) {
          for (const { sectionName } of object.spec?.parentRefs ?? []) {
            assert.ok(names.has(sectionName), `a listener ${sectionName}`);
          }
        }
      }),
      { numRuns: 300, seed: 13 },
    );
    assert.ok(accepted > 100, `${accepted} accepted`);
  });
});
