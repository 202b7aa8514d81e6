import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { STANDARD_1_1 } from '../../../../src/expose/gateway-api.ts';
import type { ExposeFlags } from '../../../../src/expose/options/flags.ts';
import { parseOptions } from '../../../../src/expose/options/parse-options.ts';
import { problemsOf } from '../../support/problems.ts';
import { CHOICES, pairwise } from '../support/choices.ts';

const GOOD: ExposeFlags = { host: ['shop.example.com'], service: ['shop:8080'], class: 'example' };
const ATTACHED: ExposeFlags = { host: ['shop.example.com'], service: ['shop'], gateway: 'shared' };
const ACME: ExposeFlags = { acme: true, email: 'a@example.com' };

function refused(flags: ExposeFlags, name: string | undefined): string[] {
  return problemsOf(() => parseOptions(name, flags, STANDARD_1_1)).map(
    ({ at, message }) => `${at?.field}: ${message}`,
  );
}

describe('the options of expose', () => {
  it('are accepted where they are good', () => {
    assert.equal(parseOptions('shop', GOOD, STANDARD_1_1).backend.port, 8080);
    assert.equal(parseOptions('shop', ATTACHED, STANDARD_1_1).backend.port, 80);
  });

  const cases: [what: string, flags: ExposeFlags, expected: string | RegExp][] = [
    ...(
      [
        ['a_b.example.com', 'is no DNS name'],
        ['', 'is no DNS name'],
        ['-a.example.com', 'is no DNS name'],
        [`${'a'.repeat(64)}.example.com`, 'is no DNS name'],
        [`${'a.'.repeat(130)}com`, 'is no DNS name'],
        ['läden.example.com', 'is no DNS name'],
        ['Shop.example.com', 'has capital letters'],
        ['shop.example.com.', 'ends with a dot'],
        ['https://shop.example.com', 'is no name alone'],
        ['shop.example.com:8080', 'is no name alone'],
        ['192.0.2.1', 'is an address, not a name'],
        ['*', 'has a * that is not its whole first label'],
        ['*shop.example.com', 'has a * that is not its whole first label'],
        ['shop.*.example.com', 'has a * that is not its whole first label'],
        ['*.*.example.com', 'has a * that is not its whole first label'],
        ['*.', 'is no DNS name'],
        ['a\nb', 'is no DNS name'],
      ] as const
    ).map(([host, message]): [string, ExposeFlags, RegExp] => [
      `the host ${JSON.stringify(host)}`,
      { ...GOOD, host: [host] },
      new RegExp(`^--host: .* ${message.replaceAll('*', String.raw`\*`)}`),
    ]),
    ['no host', { ...GOOD, host: [] }, '--host: no hostname is given'],
    [
      'too many hosts',
      { ...GOOD, host: Array.from({ length: 17 }, (_, index) => `h${index}.example.com`) },
      '--host: 17 hostnames are more than a route can have (16)',
    ],
    ['no Service', { ...GOOD, service: [] }, '--service: no Service is given'],
    [
      'two defaults',
      { ...GOOD, service: ['shop', 'api'] },
      '--service: is given 2 times, and there is one default',
    ],
    [
      'a path that is a second default',
      { ...GOOD, path: ['/=api'] },
      '--path: "/=api" is a second default: --service has what no other path takes',
    ],
    ...['0', '65536', '-1', '08', '1.5', 'http', ''].map((port): [string, ExposeFlags, string] => [
      `the port ${port}`,
      { ...GOOD, service: [`shop:${port}`] },
      `--service: "shop:${port}" has a port that is no number from 1 to 65535`,
    ]),
    [
      'a Service in capitals',
      { ...GOOD, service: ['Shop'] },
      /^--service: .* is not a Service's name/,
    ],
    [
      'a Service without a name',
      { ...GOOD, service: [':80'] },
      /^--service: .* is not a Service's name/,
    ],
    [
      'a Service of no namespace',
      { ...GOOD, service: ['/shop'] },
      /^--service: .* no namespace before/,
    ],
    ['a Service of several parts', { ...GOOD, service: ['a/b/c'] }, /^--service: /],
    ['a namespace', { ...GOOD, namespace: 'A' }, `--namespace: "A" is not a namespace's name`],
    ['no class', { host: ['a.example.com'], service: ['a'] }, '--class: no GatewayClass is given'],
    ['a class', { ...GOOD, class: 'a/b' }, `--class: "a/b" is not a GatewayClass's name`],
    ...(
      [
        ['/a', 'has no ='],
        ['a=b', 'has a path that does not begin with /'],
        ['=b', 'has a path that does not begin with /'],
        ['/a//b=c', 'has a path with //, /./, /../ or %2F, which proxies understand differently'],
        ['/a/../b=c', 'has a path with //, /./, /../ or %2F, which proxies understand differently'],
        ['/a/.=c', 'has a path with //, /./, /../ or %2F, which proxies understand differently'],
        [
          '/a/%2E%2e/b=c',
          'has a path with //, /./, /../ or %2F, which proxies understand differently',
        ],
        ['/a%2Fb=c', 'has a path with //, /./, /../ or %2F, which proxies understand differently'],
        ['/a#b=c', 'has a path with characters that no path has'],
        ['/a b=c', 'has a path with characters that no path has'],
        ['/a=c:0', 'has a port that is no number from 1 to 65535'],
      ] as const
    ).map(([path, message]): [string, ExposeFlags, string] => [
      `the path ${path}`,
      { ...GOOD, path: [path] },
      `--path: ${JSON.stringify(path)} ${message}`,
    ]),
    [
      'a path twice',
      { ...GOOD, path: ['/a=b', '/a/=c'] },
      '--path: "/a/=c" has a path that is given before',
    ],
    [
      'too many paths',
      { ...GOOD, path: Array.from({ length: 16 }, (_, index) => `/p${index}=a`) },
      '--path: 17 rules are more than a route can have (16)',
    ],
    [
      'a path that is no gRPC service',
      { ...GOOD, grpc: true, path: ['/a-b=c'] },
      `--path: "/a-b=c" has no gRPC service's name`,
    ],
    [
      'a canary for nothing',
      { ...GOOD, canary: 'next' },
      '--canary: nothing says which requests it gets',
    ],
    ...(
      [
        ['0:0', 'sends no request anywhere'],
        ['90', 'is no pair of shares'],
        ['-1:2', 'is no pair of shares'],
        ['1:2:3', 'is no pair of shares'],
        ['1:1000001', 'has a share above 1000000'],
      ] as const
    ).map(([weights, message]): [string, ExposeFlags, string] => [
      `the weights ${weights}`,
      { ...GOOD, canary: 'next', 'canary-weights': weights },
      `--canary-weights: "${weights}" ${message}`,
    ]),
    ...['X-Canary', '=a', 'X Y=a', 'X=', 'X=a\nb', `X=${'a'.repeat(4097)}`].map(
      (header): [string, ExposeFlags, RegExp] => [
        `the header ${JSON.stringify(header.slice(0, 20))}`,
        { ...GOOD, canary: 'next', 'canary-header': header },
        /^--canary-header: .* is no header$/,
      ],
    ),
    ['a canary', { ...GOOD, canary: 'x:y', 'canary-weights': '1:1' }, /^--canary: /],
    [
      'weights without a canary',
      { ...GOOD, 'canary-weights': '1:1' },
      '--canary-weights: means nothing without --canary',
    ],
    [
      'a header without a canary',
      { ...GOOD, 'canary-header': 'a=b' },
      '--canary-header: means nothing without --canary',
    ],
    ['a mesh with a class', { ...GOOD, mesh: true }, '--class: means nothing with --mesh'],
    [
      'a mesh with a certificate',
      { service: ['shop'], mesh: true, certificate: 'tls' },
      '--certificate: means nothing with --mesh',
    ],
    ['a mesh with a Gateway', { ...ATTACHED, mesh: true }, '--gateway: cannot go with --mesh'],
    [
      'a Gateway with a class',
      { ...GOOD, ...ATTACHED, class: 'x' },
      '--class: means nothing with --gateway',
    ],
    [
      'a redirect at a Gateway',
      { ...ATTACHED, redirect: true },
      '--redirect: means nothing with --gateway',
    ],
    [
      'a listener of HTTP without one of HTTPS',
      { ...ATTACHED, 'redirect-listener': 'http' },
      '--redirect-listener: needs another listener, for HTTPS, in --gateway',
    ],
    [
      'a listener of HTTP that is that of HTTPS',
      { ...ATTACHED, gateway: 'a/b/http', 'redirect-listener': 'http' },
      '--redirect-listener: needs another listener, for HTTPS, in --gateway',
    ],
    [
      'a listener of HTTP without a Gateway',
      { ...GOOD, 'redirect-listener': 'http' },
      '--redirect-listener: means nothing without --gateway',
    ],
    ...['A', 'a/b/c/d', '/b', 'a/', 'a//c', ''].map((gateway): [string, ExposeFlags, RegExp] => [
      `the Gateway ${JSON.stringify(gateway)}`,
      { ...ATTACHED, gateway },
      /^--gateway: .* does not name a Gateway$/,
    ]),
    [
      'a way to add a listener',
      { ...ATTACHED, 'add-listener': 'somehow' },
      '--add-listener: "somehow" is no way to add one',
    ],
    [
      'a ListenerSet where there is none',
      { ...ATTACHED, 'add-listener': 'listener-set' },
      '--add-listener: there is no ListenerSet to be had',
    ],
    [
      'a listener to be added that is there',
      { ...ATTACHED, gateway: 'a/b/c', 'add-listener': 'patch' },
      '--add-listener: makes a listener, and --gateway names one',
    ],
    [
      'a listener for no Gateway',
      { ...GOOD, 'add-listener': 'patch' },
      '--add-listener: means nothing without --gateway',
    ],
    [
      'a redirect to nothing',
      { ...GOOD, redirect: true },
      '--redirect: leads to HTTPS, which needs a certificate',
    ],
    [
      'a port of HTTPS for nothing',
      { ...GOOD, 'https-port': '8443' },
      '--https-port: is for HTTPS, which needs a certificate',
    ],
    ...['0', '65536', 'http'].map((port): [string, ExposeFlags, string] => [
      `the port ${port} of HTTP`,
      { ...GOOD, 'http-port': port },
      `--http-port: "${port}" is no port`,
    ]),
    [
      'one port for two',
      { ...GOOD, certificate: 'tls', 'http-port': '443' },
      '--https-port: is 443, as is that for HTTP',
    ],
    [
      'a certificate',
      { ...GOOD, certificate: 'a/b/c' },
      '--certificate: "a/b/c" does not name a Secret',
    ],
    [
      'a certificate of no namespace',
      { ...GOOD, certificate: '/b' },
      '--certificate: "/b" does not name a Secret',
    ],
    [
      'two certificates',
      { ...GOOD, certificate: 'a', 'self-signed': true, issuer: 'b' },
      '--certificate: cannot go with --self-signed, --issuer',
    ],
    ['an issuer', { ...GOOD, issuer: 'A' }, `--issuer: "A" is not an issuer's name`],
    [
      'an account without an address',
      { ...GOOD, acme: true },
      '--email: an ACME account needs an address',
    ],
    ...[
      'a',
      'a@b',
      'a b@example.com',
      '@example.com',
      'a@example.com\nx',
      'a@-example.com',
      'a@b..example.com',
      `a@${'b'.repeat(64)}.example.com`,
      '.a@example.com',
      'a..b@example.com',
      'a,b@example.com',
      'mailto:a@example.com',
      'ä@example.com',
      'a\0@example.com',
      'a\x85@example.com',
      'a\u202E@example.com',
    ].map((email): [string, ExposeFlags, string] => [
      `the address ${JSON.stringify(email)}`,
      { ...GOOD, acme: true, email },
      `--email: ${JSON.stringify(email)} is no e-mail address`,
    ]),
    [
      'an address without an account',
      { ...GOOD, email: 'a@example.com' },
      '--email: means nothing without --acme',
    ],
    [
      'production without an account',
      { ...GOOD, production: true },
      '--production: means nothing without --acme',
    ],
    [
      'a wildcard over HTTP',
      { ...GOOD, ...ACME, host: ['*.example.com'] },
      '--acme: gets no certificate for *.example.com over HTTP',
    ],
    [
      'the answer to a challenge beside gRPC',
      { ...GOOD, ...ACME, grpc: true, redirect: false },
      '--acme: answers over HTTP by an HTTPRoute, which a listener does not take beside a GRPCRoute of the same host',
    ],
    [
      'another port than the authority asks',
      { ...GOOD, ...ACME, 'http-port': '8080' },
      '--acme: needs port 80, where the authority looks',
    ],
    [
      'hosts that the authority does not reach',
      { ...GOOD, ...ACME, internal: true, 'internal-host': ['a.internal'] },
      '--acme: gets no certificate for --internal-host, which the authority does not reach',
    ],
    [
      'the inside without its Gateway',
      { ...GOOD, 'internal-host': ['a.internal'] },
      '--internal-host: means nothing without --internal',
    ],
    [
      'a host of the inside',
      { ...GOOD, internal: true, 'internal-host': ['A'] },
      '--internal-host: "A" has capital letters',
    ],
    [
      'a class of the inside',
      { ...GOOD, internal: true, 'internal-class': 'A' },
      `--internal-class: "A" is not a GatewayClass's name`,
    ],
    ...['1.2.3', '*.example.com', 'fe80::1%eth0', ''].map(
      (address): [string, ExposeFlags, string] => [
        `the address ${JSON.stringify(address)}`,
        { ...GOOD, address: [address] },
        `--address: ${JSON.stringify(address)} is neither an IP address nor a DNS name`,
      ],
    ),
    [
      'too many addresses',
      { ...GOOD, address: Array.from({ length: 17 }, (_, index) => `192.0.2.${index}`) },
      '--address: is given more than 16 times',
    ],
    ...(
      [
        ['a', 'is no pair of key and value'],
        ['=a', 'is no pair of key and value'],
        ['A_/b=c', 'has a key that no label has'],
        ['a/b/c=d', 'has a key that no label has'],
        ['/a=b', 'has a key that no label has'],
        ['a=b c', 'has a value that no label has'],
        [`a=${'b'.repeat(64)}`, 'has a value that no label has'],
      ] as const
    ).map(([label, message]): [string, ExposeFlags, string] => [
      `the label ${label.slice(0, 20)}`,
      { ...GOOD, label: [label] },
      `--label: ${JSON.stringify(label)} ${message}`,
    ]),
    [
      'a label twice',
      { ...GOOD, label: ['a=b', 'a=c'] },
      '--label: "a=c" has a key that is given before',
    ],
    [
      'an annotation with a line end',
      { ...GOOD, annotation: ['a=b\nc'] },
      '--annotation: "a=b\\nc" has a value that no annotation has',
    ],
    [
      'more labels than a Gateway hands on',
      { ...GOOD, label: Array.from({ length: 9 }, (_, index) => `l${index}=`) },
      '--label: is given more than 8 times',
    ],
    [
      'a namespace of routes',
      { ...GOOD, 'allow-routes': ['A'] },
      `--allow-routes: "A" is not a namespace's name`,
    ],
    [
      'a namespace of the Gateway',
      { ...GOOD, 'gateway-namespace': '' },
      `--gateway-namespace: "" is not a namespace's name`,
    ],
  ];
  for (const [what, flags, expected] of cases) {
    it(`refuse ${what}`, () => {
      const problems = refused(flags, 'shop');
      const matches = (problem: string): boolean =>
        typeof expected === 'string' ? problem === expected : expected.test(problem);
      assert.ok(problems.some(matches), problems.join('\n'));
    });
  }

  it('refuse a name that is too long for that of the second Gateway', () => {
    const flags = { ...GOOD, internal: true };
    assert.ok(parseOptions('a'.repeat(54), flags, STANDARD_1_1));
    assert.match(
      refused(flags, 'a'.repeat(55)).join(),
      /^--internal: makes a Gateway NAME-internal/,
    );
  });

  for (const name of [undefined, '', 'A', '-a', 'a.b', 'a'.repeat(64)]) {
    it(`refuse the name ${name}`, () => {
      assert.match(
        refused(GOOD, name).join('\n'),
        /^NAME: (?:no name is given|.* is no name for objects)$/,
      );
    });
  }

  it('tell everything at once', () => {
    const flags: ExposeFlags = {
      host: ['A'],
      service: ['b:0'],
      mesh: true,
      class: 'c',
      canary: 'd',
    };
    assert.deepEqual(refused(flags, 'E'), [
      '--canary: nothing says which requests it gets',
      '--class: means nothing with --mesh',
      '--host: "A" has capital letters',
      '--service: "b:0" has a port that is no number from 1 to 65535',
      'NAME: "E" is no name for objects',
    ]);
  });

  it('refuse a gRPC route where the CRDs have none', () => {
    const kinds = new Map([...STANDARD_1_1.kinds].filter(([kind]) => kind !== 'GRPCRoute'));
    const problems = problemsOf(() =>
      parseOptions('shop', { ...GOOD, grpc: true }, { ...STANDARD_1_1, kinds }),
    );
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at?.field]),
      [['gateway-api-lacks', '--grpc']],
    );
  });

  it('go together but for what contradicts itself', () => {
    const kinds = new Map([
      ...STANDARD_1_1.kinds,
      ['ListenerSet', { apiVersion: 'gateway.networking.k8s.io/v1', plural: 'listenersets' }],
    ] as const);
    const { impossible } = pairwise((flags) => {
      try {
        parseOptions('shop', flags, { ...STANDARD_1_1, kinds });
        return true;
      } catch {
        return false;
      }
    });
    const CONTRADICTIONS = [
      /^parent: (?:gateway|gateway elsewhere|listener|mesh) \+ (?:certificate|redirect|ports|routes|gateway|internal): /,
      /^parent: (?:patch|listener-set) \+ (?:gateway|internal): /,
      /^kind: grpc \+ paths: http$/,
      /^host: wildcard \+ certificate: (?:staging|production)$/,
      /^host: most \+ internal: full$/,
      /^certificate: none \+ (?:redirect: yes|ports: both)$/,
      /^certificate: (?:staging|production) \+ (?:ports: (?:http|both)|internal: full)$/,
    ];
    assert.deepEqual(
      impossible.filter((pair) => !CONTRADICTIONS.some((each) => each.test(pair))),
      [],
    );
    assert.ok(impossible.length < 110, `${impossible.length}`);
    assert.equal(Object.keys(CHOICES).length, 14);
  });
});
