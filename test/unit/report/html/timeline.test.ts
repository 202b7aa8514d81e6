import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TimedObject } from '../../../../src/report/html/shown-object.ts';
import { chooseRows, layOutTimeline } from '../../../../src/report/html/timeline.ts';

const timed = (
  name: string,
  action: string,
  [readyAt, doneAt]: readonly [number, number],
  ...after: readonly string[]
): TimedObject => ({
  key: name,
  id: { group: '', kind: 'ConfigMap', namespace: 'shop', name },
  tree: 'shop',
  after: after.map((from) => ({ from, gate: 'written', reason: 'r' })),
  action,
  readyAt,
  doneAt,
  problems: [],
});

const RUN = [
  timed('late', 'created', [50, 60], 'slow'),
  timed('skipped', 'skipped', [0, 30], 'bad'),
  timed('bad', 'failed', [5, 30]),
  timed('slow', 'created', [5, 49]),
  timed('quick', 'unchanged', [5, 6]),
  timed('hanging', 'waiting', [7, 55]),
];

describe('layOutTimeline', () => {
  const { axis, path, rows } = layOutTimeline(RUN, [], 70);

  it('is in the order of time, and what never had its turn comes last', () => {
    assert.deepEqual(
      rows.map(({ object, state, isCritical }) => `${object.key} ${state}${isCritical ? '!' : ''}`),
      [
        'bad failed',
        'slow done!',
        'quick done',
        'hanging waiting',
        'late done!',
        'skipped blocked',
      ],
    );
    assert.deepEqual(path, ['slow', 'late']);
  });

  it('knows what each waited for last', () => {
    assert.deepEqual(
      rows.flatMap(({ object, awaited }) =>
        awaited === undefined ? [] : `${object.key} ${awaited}`,
      ),
      ['late slow', 'skipped bad'],
    );
  });

  it('ends with the run, or with an object that was told later', () => {
    assert.equal(axis.end, 80);
    assert.equal(layOutTimeline(RUN, [], 5).axis.end, 60);
  });
});

describe('what was pruned', () => {
  it('has bars, and is on no critical path', () => {
    const pruned = [timed('old', 'deleted', [61, 90])];
    const { axis, path, rows: all } = layOutTimeline(RUN, pruned, 100);
    assert.equal(axis.end, 100);
    assert.deepEqual(path, ['slow', 'late']);
    assert.deepEqual(
      all.map(({ object }) => object.key),
      ['bad', 'slow', 'quick', 'hanging', 'late', 'old', 'skipped'],
    );
  });
});

describe('chooseRows', () => {
  const { rows } = layOutTimeline(RUN, [], 70);
  const chosen = (room: number): string[] => chooseRows(rows, room).map(({ object }) => object.key);

  it('keeps what failed, then the critical path, then what took longest, each in its place', () => {
    assert.deepEqual(chosen(1), ['bad']);
    assert.deepEqual(chosen(3), ['bad', 'slow', 'late']);
    assert.deepEqual(chosen(4), ['bad', 'slow', 'hanging', 'late']);
    assert.deepEqual(chosen(5), ['bad', 'slow', 'quick', 'hanging', 'late']);
    assert.equal(chosen(9).length, RUN.length);
  });
});
