import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { podTrouble } from '../../../../src/health/causes/pod-trouble.ts';

type Fields = Record<string, unknown>;

const scheduled = { type: 'PodScheduled', status: 'True' };
const container = (state: Fields, more: Fields = {}): Fields => ({ name: 'main', state, ...more });
const waits = (reason?: string, message?: string): Fields =>
  container({ waiting: { reason, message } });
const starting = waits('PodInitializing');

/** A pod that is being started, with these containers. */
const pod = (containerStatuses: Fields[], status: Fields = {}): Fields => ({
  metadata: { name: 'lamp' },
  status: { phase: 'Pending', conditions: [scheduled], containerStatuses, ...status },
});
const withInit = (...initContainerStatuses: Fields[]): Fields =>
  pod([starting], { initContainerStatuses });
const withSidecar = (status: Fields, ...others: Fields[]): Fields => ({
  ...pod(others, { phase: 'Running', initContainerStatuses: [{ name: 'side', ...status }] }),
  spec: { initContainers: [{ name: 'side', restartPolicy: 'Always' }] },
});
const ready = container({ running: {} }, { ready: true });

describe('podTrouble', () => {
  const well: [string, unknown][] = [
    [
      'a pod that is ready',
      pod([container({ running: {} }, { ready: true })], {
        phase: 'Running',
        conditions: [scheduled, { type: 'Ready', status: 'True' }],
      }),
    ],
    ['one that has done its work', pod([], { phase: 'Succeeded' })],
  ];
  for (const [name, object] of well) {
    it(`finds none of ${name}`, () => assert.equal(podTrouble(object), undefined));
  }

  const table: [name: string, pod: unknown, cause: string, says: string, log?: string][] = [
    [
      'nothing yet',
      { spec: { nodeName: 'node' } },
      'ContainerCreating',
      'its node has not begun with it',
    ],
    ['no scheduler', {}, 'NotScheduled', 'no scheduler has looked at it'],
    [
      'a pod that is being deleted, whatever else',
      {
        ...pod([waits('ImagePullBackOff')]),
        metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' },
      },
      'BeingDeleted',
      'is being deleted',
    ],
    [
      'an image that cannot be pulled',
      pod([waits('ImagePullBackOff', 'Back-off pulling image "x"')]),
      'ImagePullBackOff',
      'container main: ImagePullBackOff: Back-off pulling image "x"',
    ],
    [
      'the container that is broken, not the one that waits',
      pod([{ ...starting, name: 'other' }, waits('InvalidImageName')]),
      'InvalidImageName',
      'container main: InvalidImageName',
    ],
    [
      'a container that waits without a reason',
      pod([waits()]),
      'ContainerCreating',
      'container main: ContainerCreating',
    ],
    [
      'the init container that the others wait for',
      withInit(
        { name: 'first', state: { terminated: { exitCode: 0, reason: 'Completed' } } },
        { name: 'second', state: { waiting: { reason: 'ErrImagePull', message: 'no' } } },
      ),
      'ErrImagePull',
      'init container second: ErrImagePull: no',
    ],
    [
      'the init container that runs on, and not what waits for it',
      withInit({ name: 'first', state: { running: {} }, started: true }),
      'NotEnded',
      'init container first: still runs, and all others wait for its end',
      'current',
    ],
    [
      'a sidecar that has not started',
      withSidecar({ state: { running: {} }, started: false }, starting),
      'NotReady',
      'sidecar container side: runs, but is not ready',
    ],
    [
      'a sidecar that is not ready, beside a container that is',
      withSidecar({ state: { running: {} }, started: true, ready: false }, ready),
      'NotReady',
      'sidecar container side: runs, but is not ready',
    ],
    [
      'a container beside a sidecar that is ready',
      withSidecar({ state: { running: {} }, started: true, ready: true }, waits('ErrImagePull')),
      'ErrImagePull',
      'container main: ErrImagePull',
    ],
    [
      'the worst of several containers',
      pod([{ ...waits('CrashLoopBackOff'), name: 'other' }, waits('InvalidImageName')]),
      'InvalidImageName',
      'container main: InvalidImageName',
    ],
    [
      'how a container ended that is started again and again',
      pod([
        container(
          { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s' } },
          { restartCount: 4, lastState: { terminated: { exitCode: 2, reason: 'Error' } } },
        ),
      ]),
      'CrashLoopBackOff',
      'container main: CrashLoopBackOff, ended with exit code 2 (Error), after 4 restarts',
      'previous',
    ],
    [
      'a crash of which nothing is known',
      pod([waits('CrashLoopBackOff')]),
      'CrashLoopBackOff',
      'container main: CrashLoopBackOff',
      'previous',
    ],
    [
      'that it was its memory',
      pod([
        container(
          { waiting: { reason: 'CrashLoopBackOff' } },
          { restartCount: 1, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
        ),
      ]),
      'OOMKilled',
      'container main: CrashLoopBackOff, ended with exit code 137 (OOMKilled), after 1 restarts',
      'previous',
    ],
    [
      'a container that has ended, with its message',
      pod([container({ terminated: { exitCode: 1, reason: 'Error', message: 'no disk' } })]),
      'Error',
      'container main: ended with exit code 1 (Error): no disk',
      'current',
    ],
    [
      'a container that does not answer its probe',
      pod([container({ running: {} }, { ready: false })], { phase: 'Running' }),
      'NotReady',
      'container main: runs, but is not ready',
    ],
    [
      'what the scheduler says',
      pod([], {
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes' },
        ],
      }),
      'Unschedulable',
      'Unschedulable: 0/1 nodes',
    ],
    [
      'a pod that its node gave up',
      pod([], { phase: 'Failed', reason: 'Evicted', message: 'low on memory' }),
      'Evicted',
      'Evicted: low on memory',
    ],
    [
      'a readiness gate',
      pod([container({ running: {} }, { ready: true })], {
        phase: 'Running',
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: 'gate x' },
        ],
      }),
      'ReadinessGatesNotReady',
      'ReadinessGatesNotReady: gate x',
    ],
    [
      'a pod that is not ready without a word',
      pod([container({ running: {} }, { ready: true })], { phase: 'Running' }),
      'NotReady',
      'is not ready',
    ],
  ];
  for (const [name, object, cause, says, log] of table) {
    it(`tells ${name}`, () => {
      const found = podTrouble(object);
      assert.deepEqual([found?.cause, found?.says, found?.log], [cause, says, log]);
    });
  }
});
