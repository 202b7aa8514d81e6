import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  EXIT,
  formatProblem,
  formatProblems,
  inputError,
  throwIfAny,
  UserError,
} from '../../src/errors.ts';
import type { Place, Problem } from '../../src/errors.ts';
import { problemsOf } from './support/problems.ts';

const problem = (at?: Place, message = 'is wrong'): Problem => ({
  code: 'test-code',
  message,
  hint: 'mend it',
  ...(at === undefined ? {} : { at }),
});

describe('formatProblem', () => {
  const cases: [at: Place | undefined, place: string][] = [
    [undefined, ''],
    [{}, ''],
    [{ file: 'a' }, 'a: '],
    [{ file: 'a', line: 3 }, 'a:3: '],
    [{ file: 'a', line: 3, column: 7 }, 'a:3:7: '],
    [{ file: 'a', column: 7 }, 'a: '],
    [{ object: 'Pod a' }, 'Pod a: '],
    [{ field: 'spec.x' }, 'spec.x: '],
    [{ file: 'a', line: 3, object: 'Pod a', field: 'spec.x' }, 'a:3: Pod a: spec.x: '],
  ];
  for (const [at, place] of cases) {
    it(`shows the place ${JSON.stringify(at) ?? 'left out'}`, () => {
      assert.equal(
        formatProblem(problem(at)),
        `error: ${place}is wrong [test-code]\n  hint: mend it`,
      );
    });
  }
});

describe('formatProblems', () => {
  const objects = (...names: string[]) => names.map((name) => problem({ object: name }));

  it('shows a few problems one by one', () => {
    const few = objects('Pod a', 'Pod b', 'Pod c');
    assert.deepEqual(formatProblems(few), few.map(formatProblem));
  });

  it('shows many objects with one cause as one', () => {
    assert.deepEqual(
      formatProblems([
        ...objects('Pod a', 'Pod b'),
        problem({ file: 'f' }, 'other'),
        ...objects('Pod c', 'Pod d'),
      ]),
      [
        'error: 4 objects: is wrong [test-code]\n  hint: mend it\n  objects: Pod a, Pod b, Pod c, Pod d',
        'error: f: other [test-code]\n  hint: mend it',
      ],
    );
  });

  it('keeps the fields of objects apart', () => {
    const fields = ['a', 'b', 'c', 'd'].map((field) => problem({ object: 'Pod a', field }));
    assert.deepEqual(formatProblems(fields), fields.map(formatProblem));
  });

  it('names the field that many objects have in common', () => {
    const pods = ['a', 'b', 'c', 'd'].map((name) => problem({ object: name, field: 'spec.x' }));
    assert.deepEqual(formatProblems(pods), [
      'error: spec.x: 4 objects: is wrong [test-code]\n  hint: mend it\n  objects: a, b, c, d',
    ]);
  });
});

describe('UserError', () => {
  it('sorts its problems by place: file, line, object, field, message', () => {
    const sorted = [
      problem(),
      problem({ object: 'Pod a' }),
      problem({ file: 'a', line: 2 }),
      problem({ file: 'a', line: 10 }),
      problem({ file: 'b', object: 'Pod a', field: 'x' }),
      problem({ file: 'b', object: 'Pod a', field: 'y' }),
      problem({ file: 'b', object: 'Pod a', field: 'y' }, 'later'),
      problem({ file: 'b', object: 'Pod b' }),
    ];
    for (const order of [
      sorted,
      sorted.toReversed(),
      [...sorted.slice(4), ...sorted.slice(0, 4)],
    ]) {
      assert.deepEqual(new UserError(EXIT.usage, order).problems, sorted);
    }
  });

  it('says everything in its message, and keeps the cause', () => {
    const cause = new Error('below');
    const error = inputError(problem({ file: 'a' }), { cause });
    assert.equal(error.message, formatProblem(problem({ file: 'a' })));
    assert.equal(error.cause, cause);
    assert.equal(error.exit, 2);
  });
});

describe('throwIfAny', () => {
  it('ends with every problem, or not at all', () => {
    throwIfAny([]);
    const problems = [problem({ file: 'a' }), problem({ file: 'b' })];
    assert.deepEqual(
      problemsOf(() => throwIfAny(problems)),
      problems,
    );
    assert.throws(() => throwIfAny(problems, EXIT.unsafe), { exit: 6 });
  });
});

it('the exit statuses are those of the documentation', () => {
  assert.deepEqual(EXIT, {
    done: 0,
    bug: 1,
    usage: 2,
    refused: 3,
    deadline: 4,
    unhealthy: 5,
    unsafe: 6,
  });
});
