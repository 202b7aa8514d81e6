import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../../src/cluster/api-error.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { collectCluster } from '../../../src/support-archive/collect-cluster.ts';
import { createContents } from '../../../src/support-archive/contents.ts';
import type { Tree } from '../../../src/tree/read-tree.ts';
import { fakeClient, requestLines } from '../cluster/support/fake-client.ts';
import { crd, object } from '../support/objects.ts';
import { tree } from '../support/plan.ts';

const SERVED: Record<string, Record<string, string>> = {
  '': {
    pods: 'Pod',
    secrets: 'Secret',
    configmaps: 'ConfigMap',
    namespaces: 'Namespace',
    services: 'Service',
    events: 'Event',
    nodes: 'Node',
  },
  apps: { deployments: 'Deployment' },
  'apiextensions.k8s.io': { customresourcedefinitions: 'CustomResourceDefinition' },
  'gateway.networking.k8s.io': { gateways: 'Gateway', httproutes: 'HTTPRoute' },
  'example.com': { lamps: 'Lamp' },
  'admissionregistration.k8s.io': {
    validatingwebhookconfigurations: 'ValidatingWebhookConfiguration',
  },
};
const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'CustomResourceDefinition',
  'ValidatingWebhookConfiguration',
]);

const discovered = Object.entries(SERVED).map(([group, kinds]) => ({
  metadata: { name: group },
  versions: [
    {
      version: 'v1',
      resources: Object.entries(kinds).map(([resource, kind]) => ({
        resource,
        responseKind: { kind },
        scope: CLUSTER_SCOPED.has(kind) ? 'Cluster' : 'Namespaced',
        verbs: ['get', 'list'],
      })),
    },
  ],
}));

const hook = (name: string, namespace: string) =>
  object(`admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration ${name}`, {
    webhooks: [{ clientConfig: { service: { namespace, name: 'x' } } }],
  });
const crashing = {
  phase: 'Running',
  containerStatuses: [{ name: 'main', ready: false, restartCount: 1, state: { running: {} } }],
};
const event = (name: string, lastTimestamp: string) =>
  object(`v1 Event ${name}`, { lastTimestamp, message: 'sent Bearer abcdefgh' });

const LIVE = [
  object('v1 Namespace shop'),
  object('v1 Namespace other'),
  crd(),
  object('apiextensions.k8s.io/v1 CustomResourceDefinition gateways.gateway.networking.k8s.io'),
  object('v1 ConfigMap shop/settings', { data: { a: 'hunter2' } }),
  object('apps/v1 Deployment shop/operator'),
  object('example.com/v1 Lamp rooms/lamp', { spec: { password: 'hunter2' } }),
  object('apps/v1 Deployment made/operand', {
    metadata: { ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Lamp' }] },
  }),
  object('apps/v1 Deployment other/app'),
  object('v1 Pod shop/crashing', { status: crashing }),
  object('v1 Pod made/crashing', { status: crashing }),
  object('v1 Pod backends/crashing', { status: crashing }),
  object('v1 Pod other/crashing', { status: crashing }),
  object('v1 Service other/service'),
  object('v1 Node node', { status: { images: [{}], capacity: { cpu: '2' } } }),
  object('gateway.networking.k8s.io/v1 Gateway web/gateway'),
  object('gateway.networking.k8s.io/v1 HTTPRoute web/route', {
    spec: { rules: [{ backendRefs: [{ name: 'x', namespace: 'backends' }] }] },
  }),
  hook('ours', 'made'),
  hook('others', 'other'),
  event('shop/late', '2026-01-02T00:00:00Z'),
  event('shop/early', '2026-01-01T00:00:00Z'),
];

const pluralOf = new Map(
  Object.values(SERVED).flatMap((kinds) =>
    Object.entries(kinds).map(([plural, kind]) => [kind, plural]),
  ),
);

/** What an API server with {@link LIVE} answers. */
function answer({ path }: ApiRequest): unknown {
  const [plain = ''] = path.split('?');
  if (plain.endsWith('/log')) return 'password=hunter2\nlast words\n';
  const kind = 'APIGroupDiscoveryList';
  if (plain === '/version') return { gitVersion: 'v1.36.0' };
  if (plain === '/api') return { kind, items: discovered.slice(0, 1) };
  if (plain === '/apis') return { kind, items: discovered.slice(1) };
  const steps = plain.split('/').slice(plain.startsWith('/api/') ? 3 : 4);
  const namespace =
    steps[0] === 'namespaces' && steps.length > 2 ? steps.splice(0, 2)[1] : undefined;
  const [plural, name] = steps;
  const found = LIVE.filter(
    (each) =>
      pluralOf.get(each.kind) === plural &&
      (namespace === undefined || each.metadata.namespace === namespace) &&
      (name === undefined || each.metadata.name === name),
  );
  if (name === undefined) return { metadata: {}, items: found };
  if (found[0] === undefined) throw new ApiError(404, '', undefined);
  return found[0];
}

const TREE = {
  ...tree(
    'lamps',
    object('v1 Namespace shop'),
    crd(),
    object('v1 ConfigMap shop/settings'),
    object('v1 ConfigMap shop/gone'),
    object('v1 Secret shop/secret'),
    object('unknown.example.com/v1 Odd shop/odd'),
    object('apps/v1 Deployment shop/operator'),
  ),
  version: '1.2.0',
  directory: '/lamps',
} as unknown as Tree;

async function collect(answers: (request: ApiRequest) => unknown, signal?: AbortSignal) {
  const live = fakeClient({ answer: answers, ...(signal === undefined ? {} : { signal }) });
  const contents = createContents(1024 * 1024);
  await collectCluster(live, contents, async () => ({ trees: [TREE], names: [] }));
  const texts = new Map(contents.entries().map(({ path, bytes }) => [path, bytes.toString()]));
  const leftOut = contents.leftOut().map(({ what, why }) => `${what}: ${why}`);
  return { live, texts, leftOut };
}

describe('collectCluster', () => {
  it('reads trees, traffic, and what runs in the namespaces concerned', async () => {
    const { live, texts, leftOut } = await collect(answer);
    assert.deepEqual(
      [...texts.keys()],
      [
        'cluster-scoped-resources/admissionregistration.k8s.io/validatingwebhookconfigurations/ours.json',
        'cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/gateways.gateway.networking.k8s.io.json',
        'cluster-scoped-resources/apiextensions.k8s.io/customresourcedefinitions/lamps.example.com.json',
        'cluster-scoped-resources/core/namespaces/other.json',
        'cluster-scoped-resources/core/namespaces/shop.json',
        'cluster-scoped-resources/core/nodes/node.json',
        'cluster-versions.json',
        'namespaces/backends/core/pods/crashing.json',
        'namespaces/backends/pods/crashing/main/current.log',
        'namespaces/backends/pods/crashing/main/previous.log',
        'namespaces/made/apps/deployments/operand.json',
        'namespaces/made/core/pods/crashing.json',
        'namespaces/made/pods/crashing/main/current.log',
        'namespaces/made/pods/crashing/main/previous.log',
        'namespaces/other/core/services/service.json',
        'namespaces/rooms/example.com/lamps/lamp.json',
        'namespaces/shop/apps/deployments/operator.json',
        'namespaces/shop/core/configmaps/settings.json',
        'namespaces/shop/core/events.json',
        'namespaces/shop/core/pods/crashing.json',
        'namespaces/shop/pods/crashing/main/current.log',
        'namespaces/shop/pods/crashing/main/previous.log',
        'namespaces/web/gateway.networking.k8s.io/gateways/gateway.json',
        'namespaces/web/gateway.networking.k8s.io/httproutes/route.json',
      ],
    );
    assert.deepEqual(leftOut, [
      'ConfigMap shop/gone: is not in the cluster',
      'CustomResourceDefinition httproutes.gateway.networking.k8s.io: is not in the cluster',
      'Odd.unknown.example.com shop/odd: the API server does not serve its kind',
      'Secret shop/secret: Secrets are never read',
    ]);
    assert.deepEqual(
      requestLines(live).filter((line) => line.includes('secret')),
      [],
    );
    const all = [...texts.values()].join('');
    assert.ok(!all.includes('hunter2') && !all.includes('abcdefgh'));
    assert.ok(!all.includes('openAPIV3Schema') && !all.includes('"images"'));
    assert.match(texts.get('namespaces/shop/core/events.json') ?? '', /early[^]*late/);
    assert.equal(
      texts.get('namespaces/shop/pods/crashing/main/current.log'),
      'password=[masked]\nlast words\n',
    );
    assert.deepEqual(JSON.parse(texts.get('cluster-versions.json') ?? ''), {
      apiServer: { gitVersion: 'v1.36.0' },
      trees: [{ name: 'lamps', version: '1.2.0' }],
      applied: [],
    });
  });

  it('gives what it can get where the API server refuses some of it', async () => {
    const refused = /\/(?:pods|gateways|configmaps|version)(?:[/?]|$)/;
    const { texts, leftOut } = await collect((request) => {
      if (refused.test(request.path))
        throw new ApiError(403, '{"kind":"Status","reason":"Forbidden","message":"no"}', undefined);
      return answer(request);
    });
    assert.ok(texts.has('namespaces/web/gateway.networking.k8s.io/httproutes/route.json'));
    assert.deepEqual(
      leftOut
        .filter((line) => line.endsWith(': 403 Forbidden: no'))
        .map((line) => line.split(': ')[0]),
      [
        '/version',
        'ConfigMap shop/gone',
        'ConfigMap shop/settings',
        'gateways.gateway.networking.k8s.io',
        ...['backends', 'made', 'rooms', 'shop', 'web'].map((name) => `pods of ${name}`),
        'the inventories',
      ],
    );
  });

  it('knows built-in kinds where the API server does not say which it serves', async () => {
    const { texts, leftOut } = await collect((request) => {
      if (request.path === '/apis') throw new ApiError(403, '', undefined);
      return answer(request);
    });
    assert.ok(texts.has('namespaces/shop/core/pods/crashing.json'));
    assert.ok(leftOut.some((line) => line.startsWith('the kinds that are served: 403')));
  });

  it('ends with the deadline', async () => {
    const deadline = new AbortController();
    const { texts, leftOut } = await collect(() => {
      deadline.abort(new Error('the deadline passed'));
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    }, deadline.signal);
    assert.deepEqual([...texts.keys()], ['cluster-versions.json']);
    assert.ok(leftOut.includes('the objects of the cluster: the deadline passed'), leftOut.join());
  });
});
