import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { totalOf, untilDone } from '../../../bench/apply/until-done.ts';

/** A program whose attempts end so. */
function ending(...statuses: number[]) {
  const left = [...statuses];
  return async () => {
    const status = left.shift() ?? assert.fail('it was run too often');
    return { status, output: 'its words', wall: 1, cpu: 1, memory: 1 };
  };
}

describe('untilDone', () => {
  it('runs again until it succeeds', async () => {
    const failures: number[] = [];
    const measured = await untilDone(ending(1, 3, 0), 0, (status) => failures.push(status));
    assert.deepEqual(measured, { wall: 3, cpu: 3, memory: 1, attempts: 3 });
    assert.deepEqual(failures, [1, 3]);
  });

  it('gives up at the first failure without a pause, and at the tenth with one', async () => {
    const ignore = () => {};
    const words = (attempt: number) => `ended 2 at attempt ${attempt}:\nits words`;
    await assert.rejects(untilDone(ending(2), undefined, ignore), { message: words(1) });
    const always = ending(...Array.from({ length: 10 }, () => 2));
    await assert.rejects(untilDone(always, 0, ignore), { message: words(10) });
  });
});

describe('totalOf', () => {
  it('adds times and pauses, and takes the most of the memory', () => {
    const attempts = [
      { wall: 2000, cpu: 900, memory: 70 },
      { wall: 3000, cpu: 800, memory: 90 },
      { wall: 1000, cpu: 100, memory: 80 },
    ];
    assert.deepEqual(totalOf(attempts, 10_000), {
      wall: 26_000,
      cpu: 1800,
      memory: 90,
      attempts: 3,
    });
  });
});
