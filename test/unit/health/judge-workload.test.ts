import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgePassing, workloadJudge } from '../../../src/health/judge-workload.ts';

type Fields = Record<string, unknown>;
/** What the object is, why it is not healthy, and the cause that it tells itself; healthy without a reason. */
type Row = [name: string, spec: Fields, status: Fields, reason?: string, cause?: string];

/** Judges objects at generation 2, which their status is of where it does not say otherwise. */
function table(kind: string, rows: Row[], group = 'apps'): void {
  describe(`workloadJudge for a ${kind}`, () => {
    const judge = workloadJudge(group, kind);
    for (const [name, spec, status, reason, cause] of rows) {
      it(`${reason === undefined ? 'healthy' : 'unhealthy'}: ${name}`, () => {
        const live = {
          metadata: { generation: 2 },
          spec,
          status: { observedGeneration: 2, ...status },
        };
        const told = cause === undefined ? { reason } : { reason, cause };
        const expected = reason === undefined ? { healthy: true } : { healthy: false, ...told };
        assert.deepEqual(judge?.(live), expected);
      });
    }
    it('unhealthy: no object', () => {
      const missing = { healthy: false, reason: 'does not exist', cause: 'Missing' };
      assert.deepEqual(judge?.(undefined), missing);
    });
    it('unhealthy: being deleted, whatever its status says', () => {
      const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b', 'c/d'] };
      const reason = 'is being deleted; held up by a/b, c/d';
      assert.deepEqual(judge?.({ metadata }), { healthy: false, reason, cause: 'BeingDeleted' });
    });
  });
}

const STALE = 'its controller has not looked at its current generation yet';
const condition = (type: string, status: string, reason: string): Fields => ({
  conditions: [{ type, status, reason, message: 'so it is' }],
});
const exceeded = condition('Progressing', 'False', 'ProgressDeadlineExceeded');
const progressing = condition('Progressing', 'True', 'ReplicaSetUpdated');
const three = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };

table('Deployment', [
  ['all replicas updated and available', { replicas: 3 }, three],
  ['no replicas wanted', { replicas: 0 }, {}],
  ['progressing, but done', { replicas: 3 }, { ...three, ...progressing }],
  ['no status yet', { replicas: 1 }, { observedGeneration: undefined }, STALE, 'NotObserved'],
  [
    'status of an older generation',
    { replicas: 3 },
    { ...three, observedGeneration: 1 },
    STALE,
    'NotObserved',
  ],
  [
    'an older generation did not progress',
    { replicas: 3 },
    { ...exceeded, observedGeneration: 1 },
    STALE,
    'NotObserved',
  ],
  [
    'does not progress',
    { replicas: 3 },
    { ...three, ...exceeded },
    'does not progress: so it is',
    'ProgressDeadlineExceeded',
  ],
  [
    'no ReplicaSet could be made, so that its controller has seen no generation',
    { replicas: 3 },
    {
      observedGeneration: undefined,
      ...condition('Progressing', 'False', 'ReplicaSetCreateError'),
    },
    'has no ReplicaSet: so it is',
    'FailedCreate',
  ],
  ['one replica without spec.replicas', {}, {}, '0 of 1 replicas are updated'],
  ['paused, but all that it is to be', { replicas: 3, paused: true }, three],
  [
    'paused before it was done',
    { replicas: 3, paused: true },
    { replicas: 3, updatedReplicas: 1 },
    'is paused, with 1 of 3 replicas updated',
    'Paused',
  ],
  [
    'not all updated',
    { replicas: 3 },
    { ...three, updatedReplicas: 1 },
    '1 of 3 replicas are updated',
  ],
  [
    'old replicas still run',
    { replicas: 3 },
    { ...three, replicas: 5 },
    '2 old replicas still run',
  ],
  [
    'not all available',
    { replicas: 3 },
    { ...three, availableReplicas: 2 },
    '2 of 3 replicas are available',
  ],
]);

const two = { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 };
table('DaemonSet', [
  ['all pods updated and available', {}, two],
  ['no node to run on', {}, {}],
  ['status of an older generation', {}, { ...two, observedGeneration: 1 }, STALE, 'NotObserved'],
  ['not all updated', {}, { ...two, updatedNumberScheduled: 1 }, '1 of 2 pods are updated'],
  ['not all available', {}, { ...two, numberAvailable: undefined }, '0 of 2 pods are available'],
]);

const ready = { readyReplicas: 3, updatedReplicas: 3 };
const partition = (count: number): Fields => ({
  replicas: 3,
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: count } },
});
table('StatefulSet', [
  ['all replicas ready and updated', { replicas: 3 }, ready],
  ['no replicas wanted', { replicas: 0 }, {}],
  [
    'one replica of a scale that was larger still runs',
    { replicas: 3 },
    { ...ready, replicas: 4 },
    '1 replicas too many still run',
  ],
  ['a partition keeps the rest old', partition(2), { ...ready, updatedReplicas: 1 }],
  ['a partition above all keeps all old', partition(5), { ...ready, updatedReplicas: 0 }],
  [
    'OnDelete keeps old ones until they are deleted',
    { replicas: 3, updateStrategy: { type: 'OnDelete' } },
    { ...ready, updatedReplicas: 0 },
  ],
  [
    'status of an older generation',
    { replicas: 3 },
    { ...ready, observedGeneration: 1 },
    STALE,
    'NotObserved',
  ],
  ['one replica without spec.replicas', {}, {}, '0 of 1 replicas are ready'],
  ['not all ready', { replicas: 3 }, { ...ready, readyReplicas: 2 }, '2 of 3 replicas are ready'],
  [
    'not all updated',
    { replicas: 3 },
    { ...ready, updatedReplicas: 2 },
    '2 of 3 replicas are updated',
  ],
  [
    'fewer updated than the partition lets',
    partition(1),
    { ...ready, updatedReplicas: 1 },
    '1 of 2 replicas are updated',
  ],
]);

table(
  'Job',
  [
    ['complete', {}, condition('Complete', 'True', 'Completed')],
    ['suspended, as it is to be', { suspend: true }, condition('Suspended', 'True', 'x')],
    [
      'suspended no longer, but not yet resumed',
      { suspend: false },
      condition('Suspended', 'True', 'x'),
      'is not complete: 0 of its pods are active',
    ],
    ['active', {}, { active: 2 }, 'is not complete: 2 of its pods are active'],
    ['not begun', {}, {}, 'is not complete: 0 of its pods are active'],
    [
      'not complete by its condition',
      {},
      condition('Complete', 'False', 'x'),
      'is not complete: 0 of its pods are active',
    ],
    [
      'failed',
      {},
      condition('Failed', 'True', 'BackoffLimitExceeded'),
      'failed: BackoffLimitExceeded: so it is',
      'JobFailed',
    ],
  ],
  'batch',
);

table(
  'Pod',
  [
    ['ready', {}, condition('Ready', 'True', '')],
    ['done', {}, { phase: 'Succeeded', ...condition('Ready', 'False', 'PodCompleted') }],
    ['not ready', {}, condition('Ready', 'False', 'ContainersNotReady'), 'is not ready'],
    ['new', {}, { phase: 'Pending' }, 'is not ready'],
    ['failed', {}, { phase: 'Failed', reason: 'Evicted' }, 'has failed'],
  ],
  '',
);

describe('workloadJudge', () => {
  const none: [string, string][] = [
    ['', 'Deployment'],
    ['example.com', 'Deployment'],
    ['batch', 'Deployment'],
    ['apps', 'Job'],
    ['batch', 'CronJob'],
    ['apps', 'ReplicaSet'],
  ];
  for (const [group, kind] of none) {
    it(`has no rule for ${kind} of group '${group}'`, () => {
      assert.equal(workloadJudge(group, kind), undefined);
    });
  }
  it('has no rule for a kind named as what every object of JavaScript has', () =>
    assert.equal(workloadJudge('apps', 'toString'), undefined));
});

describe('workloadJudge, since when a workload is healthy', () => {
  const at = '2026-01-01T00:00:00Z';
  const later = '2026-01-02T00:00:00Z';
  const entry = (time: string, subresource?: string): Fields => ({ time, subresource });
  const rows: [name: string, managedFields: Fields[], since: string | undefined][] = [
    ['its status last changed', [entry(at, 'status')], at],
    [
      'one of two controllers changed its status',
      [entry(later, 'status'), entry(at, 'status')],
      later,
    ],
    ['its status changed, whatever became of its spec', [entry(later), entry(at, 'status')], at],
    ['nobody knows, without a time that is one', [entry('soon', 'status')], undefined],
    ['nobody knows, of one that tells nothing', [], undefined],
  ];
  for (const kind of ['Deployment', 'DaemonSet', 'StatefulSet']) {
    for (const [name, managedFields, since] of rows) {
      it(`${kind}: ${name}`, () => {
        const verdict = workloadJudge(
          'apps',
          kind,
        )?.({
          metadata: { generation: 2, managedFields },
          spec: { replicas: 0 },
          status: { observedGeneration: 2 },
        });
        const told = since === undefined ? {} : { since: Date.parse(since) };
        assert.deepEqual(verdict, { healthy: true, ...told });
      });
    }
  }
});

describe('judgePassing', () => {
  const judge = judgePassing(workloadJudge('batch', 'Job') ?? assert.fail());
  const done = condition('Complete', 'True', '');
  const metadata = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  const rows: [name: string, live: unknown, healthy: boolean][] = [
    ['a Job that has gone', undefined, true],
    ['one that is complete and goes', { metadata, status: done }, true],
    ['one that is not complete', { status: { active: 1 } }, false],
    ['one that is taken away before it is complete', { metadata, status: { active: 1 } }, false],
    ['one that has failed', { status: condition('Failed', 'True', 'BackoffLimitExceeded') }, false],
  ];
  for (const [name, live, healthy] of rows) {
    it(`${healthy ? 'takes' : 'does not take'} ${name}`, () =>
      assert.equal(judge(live).healthy, healthy));
  }
});
