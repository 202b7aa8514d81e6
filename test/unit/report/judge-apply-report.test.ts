import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { judgeApplyReport } from '../../../src/report/judge-apply-report.ts';

const TREE = { name: 'lamp', directory: '/usr/lib/lamp' };
const problem = (code: string) => ({ code, message: `${code} it is`, hint: 'do so' });

function report(fields: object): object {
  return {
    apiVersion: 'report.optional.microshift.io/v1alpha1',
    kind: 'ApplyReport',
    exitStatus: 0,
    trees: [{ ...TREE, exitStatus: 0 }],
    problems: [],
    objects: [],
    ...fields,
  };
}

const shown = (value: unknown): string => {
  const verdict = judgeApplyReport(value, TREE);
  if (verdict.state === 'applied') return 'applied';
  return [verdict.state, verdict.reason, ...verdict.problems.map(({ code }) => code)].join(' | ');
};

describe('judgeApplyReport', () => {
  const other = { name: 'shop', directory: '/etc/shop', exitStatus: 3 };
  const status = (exitStatus: unknown) => [{ ...TREE, exitStatus }];
  for (const [what, value, expected] of [
    ['no report', undefined, 'unfinished | there is no report of it'],
    ['nonsense', [1, 'x'], 'unfinished | there is no report of it'],
    ['another kind', report({ kind: 'HealthReport' }), 'unfinished | there is no report of it'],
    ['another version', report({ apiVersion: 'v9' }), 'unfinished | there is no report of it'],
    ['done', report({}), 'applied'],
    [
      'done, though another tree failed',
      report({ exitStatus: 3, trees: [...status(0), other] }),
      'applied',
    ],
    ['refused', report({ trees: status(3) }), 'failed | it ended with exit status 3'],
    ['wrong input', report({ trees: status(2) }), 'failed | it ended with exit status 2'],
    ['unsafe', report({ trees: status(6) }), 'failed | it ended with exit status 6'],
    ['late', report({ trees: status(4) }), 'unfinished | it ended with exit status 4'],
    ['without a status', report({ trees: [TREE] }), 'unfinished | it ended with exit status null'],
    ['for others', report({ trees: [other] }), 'unfinished | the last run was for other trees'],
    [
      'ended before it had read a tree',
      report({ exitStatus: 2, trees: [], problems: [problem('timeout-invalid')] }),
      'failed | it ended with exit status 2 | timeout-invalid',
    ],
    ['for nothing', report({ trees: [] }), 'unfinished | the last run was for other trees'],
    [
      "a user's tree of the same name",
      report({ trees: [{ name: 'lamp', directory: '/etc/lamp', exitStatus: 2 }, ...status(0)] }),
      'applied',
    ],
    [
      'with problems of its own',
      report({
        trees: status(3),
        problems: [problem('a'), problem('b')],
        objects: [
          { tree: 'lamp', problem: problem('a') },
          { tree: 'shop', problem: problem('b') },
          { tree: 'lamp' },
        ],
      }),
      'failed | it ended with exit status 3 | a',
    ],
    [
      'with problems of the whole run',
      report({ trees: status(6), problems: [problem('a'), 7, { code: 'b' }] }),
      'failed | it ended with exit status 6 | a',
    ],
  ] as const) {
    it(what, () => assert.equal(shown(value), expected));
  }

  it('keeps the place of a problem', () => {
    const at = { file: 'a.yaml', line: 7, object: 'Lamp a', field: 'spec', other: 'no' };
    const verdict = judgeApplyReport(
      report({ trees: status(3), problems: [{ ...problem('a'), at }] }),
      TREE,
    );
    assert.deepEqual('problems' in verdict && verdict.problems[0]?.at, {
      file: 'a.yaml',
      line: 7,
      object: 'Lamp a',
      field: 'spec',
    });
  });

  it('takes whatever stands in the file', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (trees, problems) => {
        judgeApplyReport(report({ trees, problems, objects: problems }), TREE);
      }),
    );
  });
});
