import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, medianOf } from '../../bench/median.ts';

describe('median', () => {
  for (const [values, expected] of [
    [[3], 3],
    [[10, 9, 1], 9],
    [[1, 10], 5.5],
    [[4, 1, 10, 2], 3],
    [[], Number.NaN],
  ] as const) {
    it(`of ${JSON.stringify(values)} is ${expected}`, () => assert.equal(median(values), expected));
  }

  it('is taken of each figure by itself', () => {
    const measured = [
      { wall: 1, cpu: 30, memory: 200 },
      { wall: 2, cpu: 10, memory: 300 },
      { wall: 3, cpu: 20, memory: 100 },
    ];
    assert.deepEqual(medianOf(measured), { wall: 2, cpu: 20, memory: 200 });
  });
});
