import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  criticalPath,
  lastAwaited,
  neverReady,
} from '../../../../src/report/html/critical-path.ts';

type Given = Parameters<typeof criticalPath>[0];

/** `name action ready-done after,after`: objects by a line each, in the order of a plan. */
function objects(...lines: readonly string[]): Given {
  return lines.map((line) => {
    const [key = '', action = '', times = '', after = ''] = line.split(' ');
    const [readyAt = 0, doneAt = 0] = times.split('-').map(Number);
    const names = after === '' ? [] : after.split(',');
    return { key, action, readyAt, doneAt, after: names.map((from) => ({ from })) };
  });
}

describe('criticalPath', () => {
  const cases: [name: string, lines: string[], path: string[]][] = [
    ['nothing', [], []],
    ['an object alone', ['a created 10-20'], ['a']],
    [
      'what was waited for last, not first',
      ['quick created 0-5', 'slow created 0-50', 'end created 51-60 quick,slow'],
      ['slow', 'end'],
    ],
    [
      'a chain across other objects',
      ['a created 0-10', 'b created 11-40 a', 'other created 0-45', 'c created 41-60 a,b'],
      ['a', 'b', 'c'],
    ],
    [
      'the one that was done last, though it depends on nothing',
      ['a created 0-10', 'b created 11-20 a', 'lone created 0-90'],
      ['lone'],
    ],
    [
      'what was waited for at the deadline, and not what never had its turn',
      ['crd waiting 5-100', 'other created 0-20', 'lamp waiting 0-100.5 crd'],
      ['crd'],
    ],
    [
      'what failed, and not what was skipped for it',
      ['ns created 0-10', 'a failed 11-30 ns', 'b skipped 0-31 a', 'c created 11-20 ns'],
      ['ns', 'a'],
    ],
    ['no path where the run never began', ['a waiting 50-50', 'b waiting 50-50 a'], []],
    [
      'a CRD that let something pass before it was done itself',
      ['ns created 0-10', 'crd created 0-90', 'c created 50-100 ns,crd'],
      ['crd', 'c'],
    ],
    ['a dependency that is in no tree', ['a created 0-10 elsewhere'], ['a']],
  ];
  for (const [name, lines, path] of cases) {
    it(name, () => assert.deepEqual(criticalPath(objects(...lines)), path));
  }

  it('is a chain of the plan, in the order of time, that ends with what was done last', () => {
    const runs = fc
      .array(
        fc.record({
          took: fc.integer({ min: 0, max: 100 }),
          after: fc.array(fc.nat({ max: 30 }), { maxLength: 4 }),
        }),
        { maxLength: 30 },
      )
      .map((given) => {
        const made: {
          key: string;
          action: string;
          readyAt: number;
          doneAt: number;
          after: { from: string }[];
        }[] = [];
        for (const { took, after } of given) {
          const before = after.flatMap((place) => made[place] ?? []);
          const readyAt = Math.max(0, ...before.map(({ doneAt }) => doneAt + 1));
          const from = before.map(({ key }) => ({ from: key }));
          made.push({
            key: `k${made.length}`,
            action: 'created',
            readyAt,
            doneAt: readyAt + took,
            after: from,
          });
        }
        return made;
      });
    fc.assert(
      fc.property(runs, (run) => {
        const path = criticalPath(run).map((key) => run.find((object) => object.key === key));
        const busy = run.filter(({ readyAt, doneAt }) => doneAt > readyAt);
        assert.equal(
          path.at(-1)?.doneAt,
          busy.length === 0 ? undefined : Math.max(...busy.map(({ doneAt }) => doneAt)),
        );
        for (const [index, object] of path.entries()) {
          const next = path[index + 1];
          if (next === undefined || object === undefined) continue;
          assert.ok(next.after.some(({ from }) => from === object.key));
          assert.equal(next.readyAt, object.doneAt + 1);
        }
        assert.ok((path[0]?.after ?? []).length === 0);
      }),
      { seed: 11, numRuns: 500 },
    );
  });
});

describe('lastAwaited', () => {
  it('is nothing for what depends on nothing', () => {
    assert.deepEqual([...lastAwaited(objects('a created 0-1', 'b created 2-3 a'))], [['b', 'a']]);
  });
});

describe('neverReady', () => {
  it('is what depends on something that was not done', () => {
    const run = objects(
      'a failed 0-1',
      'b skipped 0-1 a',
      'c skipped 0-1 b',
      'd waiting 0-9',
      'e waiting 0-9 d',
      'f created 0-1',
      'g waiting 2-9 f',
    );
    assert.deepEqual([...neverReady(run)], ['b', 'c', 'e']);
  });
});
