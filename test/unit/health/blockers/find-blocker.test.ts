import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../../src/cluster/connection.ts';
import { blockerText } from '../../../../src/health/blockers/blocker.ts';
import { findBlocker } from '../../../../src/health/blockers/find-blocker.ts';
import { fakeClient, requestLines } from '../../cluster/support/fake-client.ts';

const workload = (kind: string): object => ({
  kind,
  metadata: { namespace: 'shop', name: 'lamp', uid: 'w' },
  spec: {
    selector: {
      matchLabels: { app: 'lamp' },
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['a', 'b'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    },
  },
});
const owned = (uid: string, owner: string, rest: object = {}, metadata: object = {}): object => ({
  metadata: { namespace: 'shop', name: uid, uid, ownerReferences: [{ uid: owner }], ...metadata },
  ...rest,
});
const revision = (number: number) => ({
  annotations: { 'deployment.kubernetes.io/revision': String(number) },
});
const containers = (reason: string) => ({
  status: {
    phase: 'Pending',
    containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason } } }],
  },
});
const warning = (reason: string, time: string): object => ({
  type: 'Warning',
  reason,
  message: `${reason} it is`,
  lastTimestamp: time,
});

function server(answers: { replicasets?: object[]; pods?: object[]; events?: object[] }) {
  return fakeClient({
    answer: ({ path }: ApiRequest) => {
      const [, kind] = /\/(replicasets|pods|events)\?/.exec(path) ?? [];
      return { items: answers[kind as keyof typeof answers] ?? [] };
    },
  });
}

const textOf = async (client: ReturnType<typeof server>, kind: string): Promise<string> => {
  const blocker = await findBlocker(client, workload(kind), kind);
  return blocker === undefined ? 'nothing' : blockerText(blocker);
};

describe('findBlocker', () => {
  it('looks below the newest ReplicaSet of a Deployment, by its selector alone', async () => {
    const client = server({
      replicasets: [owned('old', 'w', {}, revision(9)), owned('new', 'w', {}, revision(10))],
      pods: [
        owned('p-old', 'old', containers('InvalidImageName')),
        owned('p-new', 'new', containers('ErrImagePull')),
        owned('p-other', 'other', containers('InvalidImageName')),
      ],
    });
    assert.equal(
      await textOf(client, 'Deployment'),
      'Pod shop/p-new → container main → ErrImagePull',
    );
    const selector = 'limit=50&labelSelector=app=lamp,tier in (a,b),!old';
    assert.deepEqual(requestLines(client), [
      `GET /apis/apps/v1/namespaces/shop/replicasets?${selector}`,
      `GET /api/v1/namespaces/shop/pods?${selector}`,
    ]);
  });

  it('tells what keeps a ReplicaSet from making pods', async () => {
    const failure = {
      type: 'ReplicaFailure',
      status: 'True',
      reason: 'FailedCreate',
      message: 'exceeded quota',
    };
    const client = server({
      replicasets: [owned('new', 'w', { status: { conditions: [failure] } })],
    });
    assert.equal(
      await textOf(client, 'Deployment'),
      'ReplicaSet shop/new → FailedCreate: exceeded quota',
    );
  });

  it('tells the newest event of what makes no pods, and says so nowhere else', async () => {
    const client = server({
      events: [
        warning('Old', '2026-01-01T00:00:00Z'),
        warning('FailedCreate', '2026-01-02T00:00:00Z'),
      ],
    });
    assert.equal(await textOf(client, 'StatefulSet'), 'FailedCreate: FailedCreate it is');
    assert.match(
      requestLines(client).at(-1) ?? '',
      /fieldSelector=involvedObject\.uid=w,type=Warning$/,
    );
  });

  it('tells the event behind a container that takes its time', async () => {
    const client = server({
      pods: [owned('p', 'w', containers('ContainerCreating'))],
      events: [warning('FailedMount', '2026-01-01T00:00:00Z')],
    });
    assert.equal(
      await textOf(client, 'DaemonSet'),
      'Pod shop/p → container main → FailedMount: FailedMount it is',
    );
  });

  it('tells the last words of what crashes', async () => {
    const crashing = {
      status: {
        containerStatuses: [
          {
            name: 'main',
            ready: false,
            restartCount: 2,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1 } },
          },
        ],
      },
    };
    const client = fakeClient({
      answer: ({ path }: ApiRequest) =>
        path.includes('/log?') ? 'one\n\ntwo\u001B[31m\n' : { items: [owned('p', 'w', crashing)] },
    });
    const blocker = await findBlocker(client, workload('StatefulSet'), 'StatefulSet');
    // The client of the tests answers in JSON.
    assert.match(
      blocker?.message ?? '',
      /^it ended with status 1, restarted 2 times; its last lines: /,
    );
    assert.match(
      requestLines(client).at(-1) ?? '',
      /pods\/p\/log\?container=main&previous=true&tailLines=10/,
    );
  });

  it('tells nothing where nothing is to be seen', async () => {
    assert.equal(await textOf(server({}), 'Deployment'), 'nothing');
    assert.equal(await textOf(server({}), 'DaemonSet'), 'nothing');
    assert.equal(
      await findBlocker(server({}), { metadata: { namespace: 'a' } }, 'Deployment'),
      undefined,
    );
  });
});
