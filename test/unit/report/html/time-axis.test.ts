import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { timeAxis } from '../../../../src/report/html/time-axis.ts';

describe('timeAxis', () => {
  const cases: [milliseconds: number, labels: string[]][] = [
    [0, ['0', '1 ms']],
    [3, ['0', '1 ms', '2 ms', '3 ms']],
    [101, ['0', '50 ms', '100 ms', '150 ms']],
    [180, ['0', '0.1 s', '0.2 s']],
    [230, ['0', '0.1 s', '0.2 s', '0.3 s']],
    [420, ['0', '0.1 s', '0.2 s', '0.3 s', '0.4 s', '0.5 s']],
    [1830, ['0', '0.5 s', '1 s', '1.5 s', '2 s']],
    [16_000, ['0', '5 s', '10 s', '15 s', '20 s']],
    [60_001, ['0', '20 s', '40 s', '60 s', '80 s']],
    [80, ['0', '20 ms', '40 ms', '60 ms', '80 ms']],
    [480_000, ['0', '2 min', '4 min', '6 min', '8 min']],
    [600_000, ['0', '5 min', '10 min']],
    [5 * 3_600_000, ['0', '1 h', '2 h', '3 h', '4 h', '5 h']],
  ];
  for (const [milliseconds, labels] of cases) {
    it(`${milliseconds} ms: ${labels.at(-1)}`, () => {
      const { end, ticks } = timeAxis(milliseconds);
      assert.deepEqual(
        ticks.map(({ label }) => label),
        labels,
      );
      assert.equal(ticks.at(-1)?.at, end);
    });
  }

  it('covers any time in at most five steps', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (milliseconds) => {
        const { end, ticks } = timeAxis(milliseconds);
        assert.ok(end > 0 && end >= milliseconds * (1 - 1e-12));
        assert.ok(ticks.length >= 2 && ticks.length <= 6);
      }),
      { seed: 3 },
    );
  });
});
