import type { ExposeFlags } from '../../../../src/expose/options/flags.ts';

/** Every choice of `expose` by what it is about, with flags that are valid where they can go together at all. */
export const CHOICES: Record<string, Record<string, ExposeFlags>> = {
  parent: {
    own: { class: 'example' },
    'own elsewhere': { class: 'example', 'gateway-namespace': 'gateways' },
    gateway: { gateway: 'shared' },
    'gateway elsewhere': { gateway: 'gateways/shared' },
    listener: { gateway: 'gateways/shared/https', 'redirect-listener': 'http' },
    patch: { gateway: 'gateways/shared', 'add-listener': 'patch' },
    'listener-set': { gateway: 'gateways/shared', 'add-listener': 'listener-set' },
    mesh: { mesh: true },
  },
  namespace: { default: {}, other: { namespace: 'shop' } },
  kind: { http: {}, grpc: { grpc: true } },
  host: {
    one: { host: ['shop.example.com'] },
    wildcard: { host: ['*.apps.example.com'] },
    several: { host: ['shop.example.com', 'www.example.com', 'shop.example.org'] },
    most: { host: Array.from({ length: 16 }, (_, index) => `h${index}.example.com`) },
  },
  service: {
    plain: { service: ['shop'] },
    port: { service: ['shop:8080'] },
    elsewhere: { service: ['backends/shop:8080'] },
  },
  paths: {
    none: {},
    http: { path: ['/api=api:8080', '/static/=backends/static', '/~user;v=1/%20=user:65535'] },
    grpc: { path: ['/shop.v1.Cart=cart:9000', '/shop.v1.Cart/Add=backends/cart:9001'] },
    most: { path: Array.from({ length: 14 }, (_, index) => `/p${index}=shop:${index + 1}`) },
  },
  canary: {
    none: {},
    weights: { canary: 'next:8080', 'canary-weights': '90:10' },
    'all of it': { canary: 'next:8080', 'canary-weights': '0:1000000' },
    header: { canary: 'next:8080', 'canary-header': 'X-Canary=always on' },
    both: { canary: 'backends/next', 'canary-weights': '1:1', 'canary-header': 'X-C=1' },
  },
  certificate: {
    none: {},
    secret: { certificate: 'shop-tls' },
    'secret elsewhere': { certificate: 'certificates/shop-tls' },
    staging: { acme: true, email: 'admin@example.com' },
    production: { acme: true, email: 'admin@example.com', production: true },
    'self-signed': { 'self-signed': true },
    issuer: { issuer: 'company' },
    'cluster-issuer': { 'cluster-issuer': 'company.example' },
  },
  redirect: { default: {}, yes: { redirect: true }, no: { redirect: false } },
  ports: {
    default: {},
    http: { 'http-port': '8080' },
    both: { 'http-port': '1', 'https-port': '65535' },
  },
  routes: {
    own: {},
    'of two': { 'allow-routes': ['team-a', 'team-b'] },
    'of all': { 'allow-routes': ['*'] },
  },
  gateway: {
    plain: {},
    address: { address: ['192.0.2.10', '2001:db8::1', 'lb.example.com'] },
    metadata: {
      annotation: ['example.com/scope=outside, "all"', 'plain='],
      label: ['example.com/team=shop', 'tier='],
    },
  },
  internal: {
    no: {},
    plain: { internal: true },
    full: {
      internal: true,
      'internal-class': 'inside',
      'internal-host': ['shop.internal.example.com'],
      'internal-address': ['10.0.0.1'],
      'internal-annotation': ['example.com/service-type=ClusterIP'],
      'internal-label': ['scope=inside'],
    },
  },
  roles: { no: {}, yes: { roles: true } },
};

/** One choice of each, by name, and the flags of all. */
export type Choice = { choices: Record<string, string>; flags: ExposeFlags };

/**
 * Choices among which every pair that can go together does so at least once, and the pairs that never can.
 * The same in every run.
 */
export function pairwise(isAccepted: (flags: ExposeFlags) => boolean): {
  rows: Choice[];
  impossible: string[];
} {
  const random = lcg(1);
  const topics = Object.keys(CHOICES);
  const open = new Set(
    topics.flatMap((one, index) =>
      topics
        .slice(index + 1)
        .flatMap((other) =>
          namesOf(one).flatMap((a) => namesOf(other).map((b) => `${one}: ${a} + ${other}: ${b}`)),
        ),
    ),
  );
  const rows: Choice[] = [];
  const impossible: string[] = [];
  for (const pair of open) {
    const fixed = Object.fromEntries(pair.split(' + ').map((each) => each.split(': ')));
    const row = findRow(fixed, isAccepted, random);
    if (row === undefined) {
      impossible.push(pair);
      continue;
    }
    rows.push(row);
    for (const covered of pairsOf(row.choices)) open.delete(covered);
  }
  return { rows, impossible };
}

/** What is set by a pair, and the plainest choice of all else, of which random ones are changed while they are taken. */
function findRow(
  fixed: Record<string, string>,
  isAccepted: (flags: ExposeFlags) => boolean,
  random: () => number,
): Choice | undefined {
  const start = baseFor(fixed, isAccepted);
  if (start === undefined) return undefined;
  let row = start;
  for (const topic of Object.keys(CHOICES)) {
    if (topic in fixed) continue;
    const names = namesOf(topic);
    const name = names[Math.floor(random() * names.length)] ?? '';
    const changed = rowOf({ ...row.choices, [topic]: name });
    if (isAccepted(changed.flags)) row = changed;
  }
  return row;
}

/** Some flags need another: a certificate or a Gateway of one's own. */
function baseFor(
  fixed: Record<string, string>,
  isAccepted: (flags: ExposeFlags) => boolean,
): Choice | undefined {
  const plain = Object.fromEntries(
    Object.keys(CHOICES).map((topic) => [topic, namesOf(topic)[0] ?? '']),
  );
  return [{}, { certificate: 'secret' }, { kind: 'grpc' }, { kind: 'grpc', certificate: 'secret' }]
    .map((needed) => rowOf({ ...plain, ...needed, ...fixed }))
    .find(({ flags }) => isAccepted(flags));
}

function rowOf(choices: Record<string, string>): Choice {
  const flags = Object.entries(choices).map(([topic, name]) => CHOICES[topic]?.[name] ?? {});
  return { choices, flags: Object.assign({}, ...flags) as ExposeFlags };
}

function namesOf(topic: string): string[] {
  return Object.keys(CHOICES[topic] ?? {});
}

function pairsOf(choices: Record<string, string>): string[] {
  const entries = Object.entries(choices);
  return entries.flatMap(([one, a], index) =>
    entries.slice(index + 1).map(([other, b]) => `${one}: ${a} + ${other}: ${b}`),
  );
}

/** Numbers from 0 to 1 (Numerical Recipes' constants). */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
