import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Applied } from '../../../src/apply/apply-plan.ts';
import { treeResults, worst } from '../../../src/commands/tree-results.ts';

const trees = ['a', 'b', 'c'].map((name) => ({ name, directory: `/trees/${name}` })) as never;

function applied(outcomes: [string[], string][], pruned: [string, string][] = []): Applied {
  return {
    outcomes: outcomes.map(([ofTrees, action]) => ({ node: { trees: ofTrees }, action })),
    pruned: pruned.map(([tree, action]) => ({ removable: { tree }, action })),
  } as unknown as Applied;
}

const results = (run: Applied): (number | undefined)[] =>
  treeResults({ trees, leftOut: [] }, run).map(({ exitStatus }) => exitStatus);

describe('treeResults', () => {
  for (const [what, run, expected] of [
    ['nothing to do', applied([]), [0, 0, 0]],
    [
      'done',
      applied([
        [['a'], 'created'],
        [['b'], 'kept'],
        [['c'], 'unchanged'],
      ]),
      [0, 0, 0],
    ],
    [
      'a failure',
      applied([
        [['a'], 'failed'],
        [['a'], 'waiting'],
        [['b'], 'created'],
      ]),
      [3, 0, 0],
    ],
    [
      'skipped for a failure in another tree',
      applied([
        [['a'], 'failed'],
        [['b'], 'skipped'],
      ]),
      [3, 3, 0],
    ],
    ['an object of two trees', applied([[['a', 'b'], 'waiting']]), [4, 4, 0]],
    [
      'pruning',
      applied(
        [],
        [
          ['a', 'deleted'],
          ['b', 'waiting'],
          ['c', 'failed'],
        ],
      ),
      [0, 4, 3],
    ],
  ] as const) {
    it(what, () => assert.deepEqual(results(run), expected));
  }

  it('tells of what was left out, by its directory where it has no name', () => {
    const problems = [] as const;
    const leftOut = [
      { name: undefined, directory: '/etc/x/shop', problems, exitStatus: 2 as const },
      { name: 'lamp', directory: '/usr/x/010-lamp', problems, exitStatus: 6 as const },
    ];
    assert.deepEqual(treeResults({ trees: [], leftOut }, applied([])), [
      { name: 'shop', directory: '/etc/x/shop', exitStatus: 2 },
      { name: 'lamp', directory: '/usr/x/010-lamp', exitStatus: 6 },
    ]);
  });
});

describe('worst', () => {
  for (const [statuses, expected] of [
    [[], 0],
    [[0, 2], 2],
    [[2, 4, 0], 4],
    [[4, 3, 2], 3],
    [[2, 6, 0], 6],
    [[6, 4], 4],
  ] as const) {
    it(`${JSON.stringify(statuses)} is ${expected}`, () => {
      assert.equal(worst(statuses), expected);
    });
  }
});
