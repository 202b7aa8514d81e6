import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ApplyRun } from '../../../bench/apply/bench-apply.ts';
import { formatSummary } from '../../../bench/apply/format-summary.ts';
import { summarize } from '../../../bench/apply/summarize.ts';
import type { ToolName } from '../../../bench/apply/tools.ts';

/** Rounds of a tool, by the wall times of their cold runs; warm ones take a tenth. */
function runsOf(tool: ToolName, ...seconds: number[]): ApplyRun[] {
  return seconds.flatMap((second, index) => {
    const common = {
      size: 300,
      tool,
      round: index + 1,
      cpu: 500,
      memory: 100e6,
      attempts: index + 1,
    };
    const wall = second * 1000;
    return [
      { ...common, phase: 'cold' as const, wall },
      { ...common, phase: 'warm' as const, wall: wall / 10 },
    ];
  });
}

describe('summarize', () => {
  it('takes medians, and compares with the floor, the best peer and the loop', () => {
    const runs = [
      ...runsOf('ours', 2, 9, 2),
      ...runsOf('floor', 1.6, 1.6, 0.1),
      ...runsOf('flux', 5, 6, 4),
      ...runsOf('kapp', 4, 4, 4),
      ...runsOf('loop', 16, 16, 16),
    ];
    const [cold, warm, ...others] = summarize(runs);
    assert.deepEqual(others, []);
    assert.deepEqual(
      cold?.rows.map(({ tool, wall, fastest, attempts }) => [tool, wall, fastest, attempts]),
      [
        ['ours', 2000, 2000, 3],
        ['floor', 1600, 100, 3],
        ['flux', 5000, 4000, 3],
        ['kapp', 4000, 4000, 3],
        ['loop', 16_000, 16_000, 3],
      ],
    );
    const ratios = { overFloor: 1.25, bestPeer: { tool: 'kapp', ratio: 2 }, loop: 8 };
    assert.deepEqual(cold.ratios, ratios);
    assert.deepEqual([warm?.phase, warm?.rows[0]?.wall, warm?.ratios], ['warm', 200, ratios]);
  });

  it('leaves out what was not measured', () => {
    const [cold] = summarize(runsOf('ours', 2));
    assert.deepEqual(cold?.ratios, {});
    const [peers] = summarize([...runsOf('flux', 2), ...runsOf('floor', 1)]);
    assert.deepEqual(peers?.ratios, {});
  });
});

describe('formatSummary', () => {
  it('makes a table, with the ratios below', () => {
    const runs = [...runsOf('ours', 2), ...runsOf('floor', 1.6), ...runsOf('loop', 16)];
    const [cold] = summarize(runs);
    assert.ok(cold);
    assert.equal(
      formatSummary(cold),
      [
        '300 objects, cold                   wall  fastest     CPU  peak memory  attempts  by floor  by ours',
        'microshift-optional apply         2.00 s   2.00 s  0.50 s       100 MB         1      1.25     1.00',
        'floor: bare concurrent PATCHes    1.60 s   1.60 s  0.50 s       100 MB         1      1.00     0.80',
        'kubectl apply -k in a 10 s loop  16.00 s  16.00 s  0.50 s       100 MB         1     10.00     8.00',
        "ours: takes 1.25 × the floor's time, 8.00 × faster than the loop",
      ].join('\n'),
    );
  });
});
