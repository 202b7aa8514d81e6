import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../../../src/cluster/api-error.ts';
import { unexplainedJudge } from '../../../src/cluster/unexplained.ts';
import { networkError, statusError } from './support/errors.ts';
import { fakeClient, requestLines } from './support/fake-client.ts';

const unexplained = (message: string): Error => statusError(500, { message });
const WEBHOOK = statusError(500, { reason: 'InternalError', message: 'failed calling webhook' });
const PAGE = new ApiError(500, '<h1>Internal Server Error</h1>', undefined);
const [A, B] = [unexplained('a: field not declared in schema'), unexplained('b')];

describe('unexplainedJudge', () => {
  const table: [string, Error[], boolean[]][] = [
    ['the same answer, also after the server is well', [A, A, A, A], [false, false, true, true]],
    ['another answer in between', [A, A, B, A, A, A], [false, false, false, false, false, true]],
    [
      'another error in between',
      [A, A, networkError('A'), A, A],
      [false, false, false, false, false],
    ],
    ['a page of something else', [PAGE, PAGE, PAGE, PAGE], [false, false, false, false]],
    ['a webhook that does not answer', [WEBHOOK, WEBHOOK, WEBHOOK], [false, false, false]],
    [
      'an API server that is not ready',
      Array.from({ length: 3 }, () => statusError(503, { message: 'wait' })),
      [false, false, false],
    ],
    ['a network error', Array.from({ length: 3 }, () => networkError('A')), [false, false, false]],
  ];
  for (const [name, errors, expected] of table) {
    it(`${name}: ${expected.join(', ')}`, async () => {
      const judge = unexplainedJudge(fakeClient({}));
      const answers: boolean[] = [];
      for (const error of errors) answers.push(await judge(error));
      assert.deepEqual(answers, expected);
    });
  }

  it('asks whether the server is well before it blames the object', async () => {
    const client = fakeClient({});
    const judge = unexplainedJudge(client);
    await judge(A);
    assert.deepEqual(requestLines(client), []);
    for (const error of [A, A]) await judge(error);
    assert.deepEqual(requestLines(client), ['GET /readyz']);
  });

  it('a user who may not ask whether the server is well blames the object all the same', async () => {
    const refuse = () => Promise.reject(statusError(403, { reason: 'Forbidden' }));
    const judge = unexplainedJudge(fakeClient({ answer: refuse }));
    const answers: boolean[] = [];
    for (const error of [A, A, A]) answers.push(await judge(error));
    assert.deepEqual(answers, [false, false, true]);
  });

  it('each judge counts for itself', async () => {
    const client = fakeClient({});
    const [one, other] = [unexplainedJudge(client), unexplainedJudge(client)];
    for (const error of [A, A]) await one(error);
    assert.equal(await other(A), false);
  });
});
