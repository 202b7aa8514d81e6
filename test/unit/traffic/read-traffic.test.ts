import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from '../../../src/cluster/client.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { discoverKinds } from '../../../src/cluster/discover-kinds.ts';
import { METADATA, METADATA_LIST } from '../../../src/cluster/get-json.ts';
import { readPartially } from '../../../src/cluster/partial-reads.ts';
import type { ReadPart } from '../../../src/cluster/partial-reads.ts';
import { readTraffic } from '../../../src/traffic/read-traffic.ts';
import { NO_OBJECTS } from '../../../src/traffic/traffic-objects.ts';
import type { TrafficObjects } from '../../../src/traffic/traffic-objects.ts';
import { statusError } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';
import { GATEWAYS, shop } from './support/shop.ts';

type Lists = Record<string, readonly object[]>;

const discovered = (group: string, version: string, kinds: Record<string, string>): object => ({
  metadata: { name: group },
  versions: [
    {
      version,
      resources: Object.entries(kinds).map(([plural, kind]) => ({
        resource: plural,
        responseKind: { kind },
        scope: 'Namespaced',
        verbs: ['list'],
      })),
    },
  ],
});

const CORE = discovered('', 'v1', {
  services: 'Service',
  namespaces: 'Namespace',
  nodes: 'Node',
  pods: 'Pod',
  secrets: 'Secret',
});
const GATEWAY_KINDS = {
  gatewayclasses: 'GatewayClass',
  gateways: 'Gateway',
  httproutes: 'HTTPRoute',
};
const OTHERS = discovered('discovery.k8s.io', 'v1', { endpointslices: 'EndpointSlice' });

/** Answers lists by their plural, and says of every named Secret that it is there. */
function server(lists: Lists, kinds: Record<string, string> = GATEWAY_KINDS) {
  return (request: ApiRequest): object => {
    const [path = '', query = ''] = request.path.split('?');
    const kind = 'APIGroupDiscoveryList';
    if (path === '/api') return { kind, items: [CORE] };
    if (path === '/apis') return { kind, items: [discovered(GATEWAYS, 'v1', kinds), OTHERS] };
    const items = lists[path.split('/').at(-1) ?? ''];
    if (items === undefined) return { metadata: {} };
    const next = Number(new URLSearchParams(query).get('continue') ?? 0) + 1;
    const more = next < items.length ? { continue: String(next) } : {};
    return { metadata: more, items: items.slice(next - 1, next) };
  };
}

const LISTS: Lists = {
  gatewayclasses: shop().gatewayClasses,
  gateways: shop().gateways,
  httproutes: [shop().routes[0]],
  services: shop().services,
  namespaces: shop().namespaces,
  nodes: shop().nodes,
  endpointslices: [
    ...shop().endpointSlices,
    { metadata: { name: 'x', labels: { 'kubernetes.io/service-name': 'unused' } } },
  ],
  secrets: [{ metadata: { name: 'certificate', namespace: 'shop' } }],
  pods: [
    { metadata: { name: 'without' }, spec: { containers: [{ ports: [{ containerPort: 1 }] }] } },
    {
      metadata: { name: 'ended' },
      status: { phase: 'Failed' },
      spec: { containers: [{ ports: [{ hostPort: 1 }] }] },
    },
    {
      metadata: { name: 'router', managedFields: [{}] },
      spec: {
        containers: [{ image: 'x', ports: [{ hostPort: 80 }, { containerPort: 1 }] }],
        initContainers: [
          { name: 'sidecar', restartPolicy: 'Always', ports: [{ hostPort: 81 }] },
          { name: 'init', ports: [{ hostPort: 82 }] },
        ],
      },
    },
  ],
};

async function read(client: Client, part?: ReadPart): Promise<TrafficObjects> {
  return readTraffic(client, (await discoverKinds(client)).kinds, part);
}

describe('readTraffic', () => {
  it('reads page by page, and keeps what is judged', async () => {
    const objects = await read(fakeClient({ answer: server(LISTS) }));
    assert.deepEqual(
      objects.services.map((each: any) => each.metadata.name),
      ['hello', 'web-mesh', 'router-default'],
    );
    assert.equal(objects.endpointSlices.length, 1);
    assert.deepEqual(objects.pods, [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'router' },
        spec: { containers: [{ ports: [{ hostPort: 80 }] }, { ports: [{ hostPort: 81 }] }] },
      },
    ]);
    assert.deepEqual(objects.secrets, [{ namespace: 'shop', name: 'certificate', isTls: true }]);
  });

  it('asks for no more than the metadata of Secrets, and for those alone that listeners name', async () => {
    const client = fakeClient({ answer: server(LISTS) });
    await read(client);
    const asked = client.requests.filter(({ path }) => path.includes('secrets'));
    assert.deepEqual(
      asked.map(({ path, accept }) => [path, accept]),
      [
        ['/api/v1/namespaces/shop/secrets/certificate', METADATA],
        [
          '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dcertificate%2Ctype%3Dkubernetes.io%2Ftls',
          METADATA_LIST,
        ],
      ],
    );
  });

  it('reads nothing but what is served, and nothing more without a Gateway API', async () => {
    const client = fakeClient({ answer: server(LISTS, {}) });
    const objects = await read(client);
    assert.deepEqual(objects, NO_OBJECTS);
    assert.deepEqual(
      client.requests.map(({ path }) => path),
      ['/api', '/apis'],
    );
  });

  it('goes on without what the user may not read, and names its kind', async () => {
    const all = server(LISTS);
    const refused = /\/(?:nodes|services|secrets)\b/;
    const answer = (request: ApiRequest): object => {
      if (refused.test(request.path)) throw statusError(403);
      return all(request);
    };
    const { client, part } = readPartially(fakeClient({ answer }), () => 60_000);
    const objects = await read(client, part);
    assert.deepEqual(objects.unread, new Set(['Service', 'Node', 'Secret']));
    assert.deepEqual([objects.services, objects.secrets, objects.gateways.length], [[], [], 1]);
    await assert.rejects(read(fakeClient({ answer })), { status: 403 });
  });
});
