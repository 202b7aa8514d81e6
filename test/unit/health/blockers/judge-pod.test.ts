import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { blockerText } from '../../../../src/health/blockers/blocker.ts';
import { judgePod } from '../../../../src/health/blockers/judge-pod.ts';

const pod = (status: object, metadata: object = {}): object => ({
  metadata: { namespace: 'shop', name: 'a', ...metadata },
  status: { phase: 'Pending', ...status },
});
const waiting = (reason: string, message = 'why', more: object = {}): object => ({
  name: 'main',
  ready: false,
  state: { waiting: { reason, message } },
  ...more,
});
const ended = (exitCode: number, reason = 'Error', more: object = {}): object => ({
  terminated: { exitCode, reason, ...more },
});
const condition = (type: string, status: string, reason = '', message = ''): object => ({
  conditions: [{ type, status, reason, message }],
});

const shown = (given: unknown): string => {
  const blocker = judgePod(given);
  return blocker === undefined ? 'nothing' : `${blocker.outlook}: ${blockerText(blocker)}`;
};

describe('judgePod', () => {
  for (const [what, given, expected] of [
    ['ready', pod(condition('Ready', 'True')), 'nothing'],
    ['done', pod({ phase: 'Succeeded' }), 'nothing'],
    [
      'not scheduled',
      pod(condition('PodScheduled', 'False', 'Unschedulable', '0/1 nodes: Insufficient cpu')),
      'bad: Pod shop/a → Unschedulable: 0/1 nodes: Insufficient cpu',
    ],
    ['not looked at yet', pod({}), 'pending: Pod shop/a → Pending'],
    [
      'evicted',
      pod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }),
      'bad: Pod shop/a → Evicted: low on memory',
    ],
    [
      'being deleted',
      pod({}, { deletionTimestamp: 'x' }),
      'pending: Pod shop/a → Terminating: it is being deleted',
    ],
    [
      'an image that is not there',
      pod({ containerStatuses: [waiting('ImagePullBackOff', 'Back-off pulling "x"')] }),
      'bad: Pod shop/a → container main → ImagePullBackOff: Back-off pulling "x"',
    ],
    [
      'an image that cannot be',
      pod({ containerStatuses: [waiting('InvalidImageName', "couldn't parse")] }),
      "final: Pod shop/a → container main → InvalidImageName: couldn't parse",
    ],
    [
      'an image that may not be pulled',
      pod({ containerStatuses: [waiting('ErrImageNeverPull')] }),
      'final: Pod shop/a → container main → ErrImageNeverPull: why',
    ],
    [
      'an init container first',
      pod({
        initContainerStatuses: [waiting('CreateContainerConfigError', 'secret "x" not found')],
        containerStatuses: [waiting('PodInitializing', '')],
      }),
      'bad: Pod shop/a → init container main → CreateContainerConfigError: secret "x" not found',
    ],
    [
      'an init container that is done says nothing',
      pod({
        initContainerStatuses: [{ name: 'init', ready: true, state: ended(0, 'Completed') }],
        containerStatuses: [waiting('ContainerCreating', '')],
      }),
      'pending: Pod shop/a → container main → ContainerCreating',
    ],
    [
      'the worst of several',
      pod({
        containerStatuses: [
          waiting('ContainerCreating', ''),
          { ...waiting('InvalidImageName'), name: 'b' },
        ],
      }),
      'final: Pod shop/a → container b → InvalidImageName: why',
    ],
    [
      'one that crashes, with its end',
      pod({
        containerStatuses: [
          waiting('CrashLoopBackOff', 'back-off', { restartCount: 3, lastState: ended(1) }),
        ],
      }),
      'bad: Pod shop/a → container main → CrashLoopBackOff: it ended with status 1, restarted 3 times',
    ],
    [
      'one that lacks memory',
      pod({
        containerStatuses: [
          waiting('CrashLoopBackOff', 'back-off', {
            restartCount: 1,
            lastState: ended(137, 'OOMKilled'),
          }),
        ],
      }),
      'bad: Pod shop/a → container main → OOMKilled: it ended with status 137, restarted 1 time',
    ],
    [
      'one that has just ended',
      pod({
        containerStatuses: [
          { name: 'main', ready: false, state: ended(2, 'Error', { message: 'no\n' }) },
        ],
      }),
      'bad: Pod shop/a → container main → Error: it ended with status 2: no',
    ],
    [
      'one that is not ready',
      pod({ containerStatuses: [{ name: 'main', ready: false, state: { running: {} } }] }),
      'pending: Pod shop/a → container main → NotReady: it runs, and its readiness probe has not succeeded yet',
    ],
  ] as const) {
    it(what, () => assert.equal(shown(given), expected));
  }

  it('judges whatever stands there', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (status) => {
        judgePod({ metadata: {}, status });
        judgePod(pod({ containerStatuses: status, initContainerStatuses: [status] }));
      }),
    );
  });
});
