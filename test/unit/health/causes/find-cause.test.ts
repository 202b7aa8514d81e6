import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import { findWorkloadCause } from '../../../../src/health/causes/find-cause.ts';
import { statusError } from '../../cluster/support/errors.ts';
import { fakeClient, requestLines } from '../../cluster/support/fake-client.ts';

type Fields = Record<string, unknown>;

const REVISION = { 'deployment.kubernetes.io/revision': '1' };
const id = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'lamp' };
const selector = { matchLabels: { app: 'lamp' } };
const deployment = { metadata: { uid: 'd', annotations: REVISION }, spec: { selector } };
const owner = (uid: string): Fields[] => [{ uid, controller: true }];
const replicaSet = (status: Fields = {}): Fields => ({
  metadata: { name: 'lamp-5d', uid: 'r', annotations: REVISION, ownerReferences: owner('d') },
  spec: { replicas: 1 },
  status,
});
const pod = (reason: string, more: Fields = {}, status: Fields = {}): Fields => ({
  metadata: { name: 'lamp-5d-1', uid: 'p', ownerReferences: owner('r'), ...more },
  status: {
    containerStatuses: [
      { name: 'main', restartCount: 1, state: { waiting: { reason, message: 'so it is' } } },
    ],
    ...status,
  },
});
const event = (
  reason: string,
  message: string,
  lastTimestamp = '2026-01-01T00:00:00Z',
): Fields => ({
  reason,
  message,
  lastTimestamp,
});

/** Answers by the last step of a request's path; what throws is refused. */
function server(answers: Record<string, unknown>) {
  return fakeClient({
    answer: ({ path }: ApiRequest) => {
      const last = /\/(\w+)\?/.exec(path)?.[1] ?? '';
      const found = answers[last];
      if (found === undefined) throw statusError(403, { reason: 'Forbidden', message: 'no' });
      return Array.isArray(found) ? { items: found } : found;
    },
  });
}

const told = async (
  answers: Record<string, unknown>,
  pods: Fields[],
  workload = { id, live: {} },
) => {
  const client = server({ replicasets: [replicaSet()], ...answers });
  const { live } = workload.id === id ? { live: deployment } : workload;
  const cause = await findWorkloadCause(client, { id: workload.id, live, pods });
  return { cause, requests: requestLines(client) };
};

describe('findWorkloadCause', () => {
  it('reads of its namespace only what its selector and uids select', async () => {
    const { requests } = await told({ events: [] }, [pod('ImagePullBackOff')]);
    assert.deepEqual(requests, [
      'GET /apis/apps/v1/namespaces/shop/replicasets?labelSelector=app=lamp&limit=100',
      'GET /api/v1/namespaces/shop/events?fieldSelector=involvedObject.uid=p,type=Warning&limit=100',
    ]);
  });

  const table: [string, Record<string, unknown>, Fields[], string | undefined, string[]][] = [
    ['nothing before there is a ReplicaSet', { replicasets: [] }, [], undefined, []],
    ['nothing of pods that begin', { events: [] }, [], undefined, []],
    [
      'the pod of the newest ReplicaSet alone',
      { events: [] },
      [
        pod('InvalidImageName', { ownerReferences: owner('old') }),
        pod('ImagePullBackOff', { name: 'new' }),
      ],
      'ImagePullBackOff',
      ['Pod shop/new', 'container main: ImagePullBackOff: so it is'],
    ],
    [
      'the worst of its pods',
      { events: [] },
      [pod('ContainerCreating'), pod('InvalidImageName', { name: 'bad' })],
      'InvalidImageName',
      ['Pod shop/bad', 'container main: InvalidImageName: so it is'],
    ],
    [
      'the pod that tells more than that it begins',
      { events: [] },
      [
        pod('ContainerCreating', { creationTimestamp: '2026-01-02T00:00:00Z' }),
        pod('SchedulingGated', { name: 'old', creationTimestamp: '2026-01-01T00:00:00Z' }),
      ],
      'SchedulingGated',
      ['Pod shop/old', 'container main: SchedulingGated: so it is'],
    ],
    [
      'no failed pod that another stands in for',
      { events: [] },
      [pod('x', {}, { phase: 'Failed', reason: 'Evicted' }), pod('ErrImagePull', { name: 'new' })],
      'ErrImagePull',
      ['Pod shop/new', 'container main: ErrImagePull: so it is'],
    ],
    [
      'the event that says more, of a pod that says little',
      { events: [event('FailedMount', 'no secret'), event('FailedScheduling', 'over')] },
      [pod('ContainerCreating')],
      'FailedMount',
      [
        'Pod shop/lamp-5d-1',
        'container main: ContainerCreating: so it is',
        'FailedMount: no secret',
      ],
    ],
    [
      'no event that says the same again',
      { events: [event('Failed', 'so it is')] },
      [pod('ErrImagePull')],
      'ErrImagePull',
      ['Pod shop/lamp-5d-1', 'container main: ErrImagePull: so it is'],
    ],
    [
      'that a pull secret is missing, beside how the pull ended',
      {
        events: [
          event('Failed', 'unauthorized'),
          event(
            'FailedToRetrieveImagePullSecret',
            'Unable to retrieve some image pull secrets (x)',
          ),
        ],
      },
      [pod('ErrImagePull')],
      'ErrImagePull',
      [
        'Pod shop/lamp-5d-1',
        'container main: ErrImagePull: so it is',
        'FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets (x)',
        'Failed: unauthorized',
      ],
    ],
    [
      'what it can where events are refused',
      {},
      [pod('CrashLoopBackOff')],
      'CrashLoopBackOff',
      ['Pod shop/lamp-5d-1', 'container main: CrashLoopBackOff, after 1 restarts'],
    ],
    [
      'the node that is not ready',
      {
        events: [],
        nodes: [
          {
            status: {
              conditions: [{ type: 'Ready', status: 'Unknown', reason: 'Gone', message: 'x' }],
            },
          },
        ],
      },
      [{ ...pod('ContainerCreating'), spec: { nodeName: 'n' } }],
      'NodeNotReady',
      [
        'Pod shop/lamp-5d-1',
        'container main: ContainerCreating: so it is',
        'Node n: is not ready (Gone: x)',
      ],
    ],
    [
      'no node that is ready',
      { events: [], nodes: [{ status: { conditions: [{ type: 'Ready', status: 'True' }] } }] },
      [{ ...pod('ContainerCreating'), spec: { nodeName: 'n' } }],
      'ContainerCreating',
      ['Pod shop/lamp-5d-1', 'container main: ContainerCreating: so it is'],
    ],
    [
      'why no pod is made',
      {
        replicasets: [
          replicaSet({
            conditions: [
              { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'no' },
            ],
          }),
        ],
      },
      [],
      'FailedCreate',
      ['ReplicaSet shop/lamp-5d: FailedCreate: no'],
    ],
    [
      'why no pod is made, by an event',
      { events: [event('FailedCreate', 'no')] },
      [],
      'FailedCreate',
      ['ReplicaSet shop/lamp-5d: FailedCreate: no'],
    ],
  ];
  for (const [name, answers, pods, cause, links] of table) {
    it(`tells ${name}`, async () => {
      const found = (await told(answers, pods)).cause;
      assert.deepEqual([found?.name, found?.links ?? []], [cause, links]);
    });
  }

  it('shows the end of the log of a container that crashes', async () => {
    const { cause, requests } = await told({ events: [], log: 'begin\nno such file\n' }, [
      pod('CrashLoopBackOff'),
    ]);
    assert.equal(cause?.links.at(-1), 'last line of its log: no such file');
    assert.deepEqual(cause?.log, {
      pod: 'lamp-5d-1',
      container: 'main',
      lines: ['begin', 'no such file'],
    });
    assert.equal(
      requests.at(-1),
      'GET /api/v1/namespaces/shop/pods/lamp-5d-1/log?container=main&tailLines=20&limitBytes=65536&previous=true',
    );
  });

  const set = { group: 'apps', kind: 'StatefulSet', namespace: 'shop', name: 'lamp' };
  const live = (spec: Fields, status: Fields = {}): { metadata: Fields } & Fields => ({
    metadata: { uid: 'r' },
    spec,
    status,
  });

  it('is not certain of a pod that is to be replaced', async () => {
    const labels = { 'controller-revision-hash': 'a' };
    const outcomeAt = async (updateRevision: string) =>
      (
        await told({ events: [] }, [pod('InvalidImageName', { labels })], {
          id: set,
          live: live({}, { updateRevision }),
        })
      ).cause?.outcome;
    assert.deepEqual([await outcomeAt('a'), await outcomeAt('b')], ['certain', 'bad']);
  });

  it('has overcome a refusal that is older than the newest pod', async () => {
    const at = async (creationTimestamp: string) =>
      (
        await told(
          { events: [event('FailedCreate', 'no', '2026-01-01T00:05:00Z')] },
          [pod('', { creationTimestamp, labels: {} }, { phase: 'Succeeded' })],
          { id: set, live: live({ replicas: 2 }) },
        )
      ).cause?.name;
    assert.equal(await at('2026-01-01T00:04:00Z'), 'FailedCreate');
    assert.equal(await at('2026-01-01T00:06:00Z'), undefined);
  });
});
