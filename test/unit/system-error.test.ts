import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { systemProblem } from '../../src/system-error.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

describe('systemProblem', () => {
  it('makes a problem of what the file system says', async (test) => {
    const directory = await temporaryDirectory(test, { file: '' });
    for (const [path, code] of [
      [`${directory}/missing`, 'ENOENT'],
      [`${directory}/file/below`, 'ENOTDIR'],
      [`${directory}/${'x'.repeat(300)}`, 'ENAMETOOLONG'],
    ] as const) {
      const error: unknown = await readFile(path).catch((caught: unknown) => caught);
      const problem = systemProblem(error);
      assert.equal(problem?.code, 'system-error');
      assert.ok(problem.message.startsWith(code));
      assert.deepEqual(problem.at, { file: path });
    }
  });

  it('names no file where the error does not', async (test) => {
    const directory = await temporaryDirectory(test);
    const problem = systemProblem(await readFile(directory).catch((error: unknown) => error));
    assert.match(problem?.hint ?? '', /directory/);
    assert.equal(problem?.at, undefined);
  });

  for (const [what, error] of [
    ['a bug', new TypeError('x is not a function')],
    ['an error of Node itself', Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' })],
    ['a code without a system call', Object.assign(new Error('mine'), { code: 'ENOENT' })],
    [
      'a code that nobody can mend',
      Object.assign(new Error('x'), { code: 'EBADF', syscall: 'read' }),
    ],
    ['something else', 'ENOENT'],
  ] as const) {
    it(`makes none of ${what}`, () => assert.equal(systemProblem(error), undefined));
  }
});
