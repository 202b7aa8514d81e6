import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CA, route, service } from './support/inputs.ts';
import { NEWER, codes, listeners, run, ways } from './support/run.ts';

// What is looked at differs from case to case.
type Any = any;

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
