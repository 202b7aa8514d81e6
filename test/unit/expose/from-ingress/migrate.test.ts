import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { UserError } from '../../../../src/errors.ts';
import { formatStream } from '../../../../src/expose/format-directory.ts';
import { parseIngressOptions } from '../../../../src/expose/from-ingress/ingress-options.ts';
import { leftoverParagraphs, migrate } from '../../../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../../../src/expose/from-ingress/read-input.ts';
import { STANDARD_1_1 } from '../../../../src/expose/gateway-api.ts';
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
import { NEWER, codes, listeners, run, ways } from './support/run.ts';

// What is looked at differs from case to case.
type Any = any;

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
    const two = [ingress('a', spec), ingress('b', { ...spec, ingressClassName: 'new' })];
    for (const objects of [two, [route('a', { port: { targetPort: 1 } })]]) {
      assert.deepEqual(
        problemsOf(() => of(...objects)).map(({ at }) => at?.field),
        ['--class'],
      );
    }
  });

  const rules = [rule('a.example.com', 'Prefix / shop:80')];
  const left: [what: string, spec: Any, expected: string[], metadata?: Any][] = [
    [
      'annotations',
      { rules },
      ['metadata.annotations: annotations-left'],
      { annotations: { 'a/b': 'c', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
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
    [
      'a path twice, once with a slash',
      { rules: [rule('a.example.com', 'Prefix / shop:80', 'Prefix /a x:80', 'Prefix /a/ y:80')] },
      ['spec: claimed-twice'],
    ],
    [
      'a prefix that its controller takes for a regular expression',
      { rules: [rule('a.example.com', 'Prefix /a.* x:80', 'Prefix / shop:80')] },
      ['metadata.annotations: annotations-left', 'spec.rules[0].http.paths[0].path: path-left'],
      { annotations: { 'example.com/use-regex': 'true' } },
    ],
    ['labels', { rules }, ['metadata.labels: labels-left'], { labels: { shard: 'inside' } }],
    [
      'fields that nobody knows',
      { rules: [{ ...rules[0], more: 1 }], other: { a: 1 } },
      ['spec: fields-left', 'spec.rules[0]: fields-left'],
    ],
    [
      'certificates of hosts that no rule has',
      { rules, tls: [{ hosts: ['b.example.com', '*.example.com'], secretName: 'tls' }] },
      ['spec.tls[0].hosts: certificate-left'],
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
      'of a subdomain',
      { wildcardPolicy: 'Subdomain' },
      ['*.example.com at http: PathPrefix / → shop:80'],
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
      const isWildcard = expected.some((each) => each.startsWith('*.'));
      assert.deepEqual(codes(leftovers), isWildcard ? ['spec.wildcardPolicy: wildcard-wider'] : []);
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
      targetRefs: [{ group: '', kind: 'Service', name: 'shop' }],
      validation: {
        caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'shop-tls' }],
        hostname: 'shop.shop.svc',
      },
    });
  });

  const left: [what: string, spec: Any, expected: string][] = [
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
    [
      'a port of pods that the Service has by name',
      { to: { kind: 'Service', name: 'named' } },
      'spec.port.targetPort: port-assumed',
    ],
    [
      'a port of pods that the Service may have by two names',
      { to: { kind: 'Service', name: 'two' } },
      'spec.port.targetPort: port-left',
    ],
    ['headers', { httpHeaders: { actions: {} } }, 'spec: fields-left'],
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
        service('named', 'web:80:http'),
        service('two', 'web:80:http', 'more:81:other'),
      ]);
      assert.deepEqual(codes(leftovers), [expected]);
      assert.doesNotMatch(JSON.stringify([leftovers, exposed.objects]), /SECRET-KEY/);
    });
  }

  it('get the host that their router gave them', () => {
    const object = {
      ...route('r', { host: '', port }),
      status: { ingress: [{ host: 'given.example.com' }] },
    };
    assert.match(ways(run([object, SHOP]).made).join(), /^given\.example\.com at http/);
  });

  it('tell of the hosts that other routers gave them', () => {
    const object = {
      ...route('r', { host: undefined, subdomain: 'r', port }),
      status: { ingress: [{ host: 'r.out.example.com' }, { host: 'r.in.example.com' }] },
    };
    const { made, leftovers } = run([object, SHOP]);
    assert.match(ways(made).join(), /^r\.out\.example\.com at http/);
    assert.deepEqual(codes(leftovers), ['status.ingress: host-left']);
    assert.match(leftovers[0]?.message ?? '', /r\.in\.example\.com$/);
  });

  it('leave a certificate that has no key', () => {
    const spec = { port, tls: tls('edge', undefined, { certificate: CA }) };
    const { leftovers } = run([route('r', spec), SHOP]);
    assert.deepEqual(codes(leftovers), [
      'spec.tls.certificate: certificate-left',
      'spec.tls: certificate-left',
    ]);
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

describe('several that are for one host', () => {
  const at = (year: number): Any => ({ creationTimestamp: `${year}-01-01T00:00:00Z` });
  const own = (name: string, target: string, metadata?: Any): Any =>
    ingress(name, { rules: [rule('a.example.com', `Prefix / ${target}`)] }, metadata);

  it('give the requests to the oldest, be it an Ingress or a Route', () => {
    const spec = { host: 'a.example.com', port: { targetPort: 80 } };
    const objects = [own('new', 'new:80'), own('young', 'young:80', at(2025))];
    const cases: [oldest: Any, target: string][] = [
      [own('old', 'old:80', at(2023)), 'old:80'],
      [route('r', spec, at(2024)), 'shop:80'],
    ];
    for (const [oldest, target] of cases) {
      const { made, leftovers } = run([...objects, oldest]);
      assert.deepEqual(ways(made), [`a.example.com at http: PathPrefix / → ${target}`]);
      assert.deepEqual(codes(leftovers).filter((code) => code === 'spec: claimed-twice').length, 2);
    }
  });

  it('do not give them to a canary, which is left out with all that it says', () => {
    const annotations = { 'example.com/canary': 'true', 'example.com/canary-weight': '10' };
    const { made, leftovers } = run([
      own('canary', 'next:80', { annotations, ...at(2020) }),
      own('main', 'shop:80', at(2021)),
    ]);
    assert.deepEqual(ways(made), ['a.example.com at http: PathPrefix / → shop:80']);
    assert.deepEqual(codes(leftovers), [
      'metadata.annotations: canary-left',
      'metadata.annotations: annotations-left',
    ]);
    assert.match(leftovers[1]?.message ?? '', /example\.com\/canary-weight/);
  });

  it('tell that what their classes kept apart is no longer apart', () => {
    const other = (name: string, spec: Any, metadata?: Any): Any =>
      ingress(name, { ...spec, rules: [rule(`${name}.example.com`, 'Prefix / x:80')] }, metadata);
    const annotations = { 'kubernetes.io/ingress.class': 'inside' };
    const apart = [other('a', { ingressClassName: 'public' }), other('b', {}, { annotations })];
    const messages = run(apart).leftovers.filter(({ code }) => code === 'class-left');
    assert.deepEqual(
      messages.map(({ message }) => message.split(' ', 1)[0]),
      ['"public"', '"inside"'],
    );
    const alike = run([apart[0], other('c', { ingressClassName: 'public' })]);
    assert.deepEqual(alike.leftovers, []);
  });

  it('tell that one speaks TLS to the Service of another', () => {
    const tls = { termination: 'reencrypt', destinationCACertificate: CA };
    const { leftovers } = run(
      [
        route('r', { port: { targetPort: 8443 }, tls }),
        route('s', { port: { targetPort: 8080 } }),
        service('shop', 'web:80:8080', 'secure:443:8443'),
      ],
      { api: NEWER, flags: { certificate: 'cert' } },
    );
    assert.deepEqual(codes(leftovers), ['spec: plain-left']);
    assert.equal(leftovers[0]?.at?.object, 'Route.route.openshift.io shop/s');
  });

  it('have one CA for a Service', () => {
    const spec = (destinationCACertificate: string): Any => ({
      port: { targetPort: 8443 },
      tls: { termination: 'reencrypt', destinationCACertificate },
    });
    const other = CA.replace('MIIB', 'MIIC');
    const flags = { certificate: 'cert' };
    const { made, leftovers } = run(
      [route('r', spec(CA)), route('s', spec(other)), service('shop', 'web:443:8443')],
      { api: NEWER, flags },
    );
    const maps = made.filter(({ kind }) => kind === 'ConfigMap');
    assert.deepEqual(
      maps.map(({ data }) => data['ca.crt']),
      [CA],
    );
    assert.deepEqual(codes(leftovers), ['spec.tls.destinationCACertificate: claimed-twice']);
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
