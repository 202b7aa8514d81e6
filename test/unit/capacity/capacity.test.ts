import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allocatableOf, shortages, takenBy } from '../../../src/capacity/capacity.ts';

const MI = 2 ** 20;
const node = (cpu: unknown, memory: unknown, spec: object = {}): object => ({
  spec,
  status: { allocatable: { cpu, memory, pods: '110' } },
});
const pod = (fields: object = {}): object => ({
  spec: {
    nodeName: 'n',
    containers: [{ resources: { requests: { cpu: '100m', memory: '64Mi' } } }],
    ...fields,
  },
  status: { phase: 'Running' },
});

describe('allocatableOf', () => {
  for (const [what, nodes, expected] of [
    ['no node', [], undefined],
    ['a node that says nothing yet', [{ metadata: {} }], undefined],
    ['one', [node('2', '1Gi')], { cpu: 2, memory: 1024 * MI }],
    ['a number', [node(2, '1Gi')], { cpu: 2, memory: 1024 * MI }],
    ['two', [node('1500m', '1Gi'), node('500m', '1Gi')], { cpu: 2, memory: 2048 * MI }],
    ['one that takes no pods', [node('2', '1Gi', { unschedulable: true })], undefined],
  ] as const) {
    it(what, () => assert.deepEqual(allocatableOf(nodes), expected));
  }
});

describe('takenBy', () => {
  const nothing = { cpu: 0, memory: 0 };
  for (const [what, given, expected] of [
    ['a pod that runs', pod(), { cpu: 0.1, memory: 64 * MI }],
    ['one without a node', pod({ nodeName: undefined }), nothing],
    ['one that has ended', { ...pod(), status: { phase: 'Succeeded' } }, nothing],
    ['one that has failed', { ...pod(), status: { phase: 'Failed' } }, nothing],
    ['none', undefined, nothing],
  ] as const) {
    it(what, () => assert.deepEqual(takenBy(given), expected));
  }
});

describe('shortages', () => {
  const capacity = { allocatable: { cpu: 2, memory: 1000 }, taken: { cpu: 1.9, memory: 1200 } };
  it('are what is asked for beyond what is free', () => {
    assert.deepEqual(shortages({ cpu: 0.2, memory: 1 }, capacity), [
      { resource: 'cpu', asked: 0.2, free: 2 - 1.9 },
      { resource: 'memory', asked: 1, free: 0 },
    ]);
  });

  it('are none where all fits exactly, sums of fractions too', () => {
    const tenths = { allocatable: { cpu: 0.3, memory: 1 }, taken: { cpu: 0.1, memory: 0 } };
    assert.deepEqual(shortages({ cpu: 0.1 + 0.1, memory: 1 }, tenths), []);
  });

  it('are none where nothing is asked for, however full it is', () => {
    assert.deepEqual(shortages({ cpu: 0, memory: 0 }, capacity), []);
  });
});
