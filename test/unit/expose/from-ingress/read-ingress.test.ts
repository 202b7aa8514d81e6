import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatStream } from '../../../../src/expose/format-directory.ts';
import { parseIngressOptions } from '../../../../src/expose/from-ingress/ingress-options.ts';
import { leftoverParagraphs, migrate } from '../../../../src/expose/from-ingress/migrate.ts';
import { readInput } from '../../../../src/expose/from-ingress/read-input.ts';
import { STANDARD_1_1 } from '../../../../src/expose/gateway-api.ts';
import { problemsOf } from '../../support/problems.ts';
import { backend, ingress, route, rule, service, streamOf } from './support/inputs.ts';
import { codes, listeners, run, ways } from './support/run.ts';

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
