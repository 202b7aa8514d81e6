import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../../../src/cluster/api-error.ts';
import { askedWait, isTransient, withRetries } from '../../../src/cluster/retry.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { inputError } from '../../../src/errors.ts';
import { manualDeadline, networkError, statusError } from './support/errors.ts';

const never = new AbortController().signal;
const userError = inputError({ code: 'a', message: 'b', hint: 'c' });
const userErrorWithCode = Object.assign(inputError({ code: 'a', message: 'b', hint: 'c' }), {
  code: 'ENOENT',
});

describe('isTransient', () => {
  const network = [
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ENOENT',
    'CERT_NOT_YET_VALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ];
  const table: [string, boolean, unknown][] = [
    ...[401, 408, 409, 429, 500, 502, 503, 504, 599].map((status): [string, boolean, unknown] => [
      `status ${status}`,
      true,
      statusError(status),
    ]),
    ...[400, 403, 404, 405, 410, 413, 415, 422].map((status): [string, boolean, unknown] => [
      `status ${status}`,
      false,
      statusError(status),
    ]),
    ...network.map((code): [string, boolean, unknown] => [code, true, networkError(code)]),
    ['a timeout', true, new DOMException('too slow', 'TimeoutError')],
    ['a UserError', false, userError],
    ['a UserError that has a code', false, userErrorWithCode],
    ['the deadline', false, new DeadlineError(1)],
    ['an Error without a code', false, new Error('a bug')],
    ['a TypeError', false, new TypeError('x is not a function')],
    ['a TypeError of Node', false, Object.assign(new TypeError('a'), { code: 'ERR_INVALID_CHAR' })],
    ['a SyntaxError', false, new SyntaxError('Unexpected token')],
    ['no Error at all', false, 'ECONNREFUSED'],
    ['nothing', false, undefined],
  ];
  for (const [name, expected, error] of table) {
    it(`${name}: ${expected}`, () => assert.equal(isTransient(error), expected));
  }
});

/** An operation that throws `errors` one by one, then returns how often it was called. */
function failing(...errors: unknown[]): () => Promise<number> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= errors.length) throw errors[calls - 1];
    return calls;
  };
}

describe('withRetries', () => {
  it('tries again after transient errors and tells why', async () => {
    const told: string[] = [];
    const operation = failing(networkError('ECONNREFUSED'), statusError(503));
    const onRetry = (error: Error): void => void told.push(error.name);
    assert.equal(await withRetries(operation, { signal: never, onRetry }), 3);
    assert.deepEqual(told, ['Error', 'ApiError']);
  });

  for (const [name, error] of [
    ['a refusal', statusError(422)],
    ['a UserError', userError],
    ['a bug', new TypeError('x is not a function')],
  ] as const) {
    it(`throws ${name} at once, without telling`, async () => {
      const onRetry = (): void => assert.fail('not told');
      await assert.rejects(withRetries(failing(error), { signal: never, onRetry }), error);
    });
  }

  it('asks isFinal about transient errors only', async () => {
    const asked: string[] = [];
    const isFinal = async (error: Error): Promise<boolean> => {
      asked.push(error.message);
      return asked.length === 2;
    };
    const [first, second] = [networkError('A'), networkError('B')];
    const call = withRetries(failing(first, second), { signal: never, isFinal });
    await assert.rejects(call, second);
    assert.deepEqual(asked, ['connect A', 'connect B']);
    await assert.rejects(withRetries(failing(statusError(422)), { signal: never, isFinal }));
    assert.equal(asked.length, 2);
  });

  it('rejects with the error of isFinal itself', async () => {
    const error = statusError(403);
    const isFinal = (): Promise<boolean> => Promise.reject(error);
    const call = withRetries(failing(networkError('A')), { signal: never, isFinal });
    await assert.rejects(call, error);
  });

  it('does not begin after the deadline', async () => {
    const deadline = manualDeadline();
    deadline.pass();
    const operation = (): never => assert.fail('called');
    await assert.rejects(withRetries(operation, { signal: deadline.signal }), DeadlineError);
  });

  it('rejects with the deadline when that passes between two attempts', async () => {
    const deadline = manualDeadline();
    const onRetry = (): void => void setImmediate(deadline.pass);
    const call = withRetries(failing(networkError('A')), { signal: deadline.signal, onRetry });
    await assert.rejects(call, DeadlineError);
  });

  it('rejects with the deadline when the attempt that it aborts throws something else', async () => {
    const deadline = manualDeadline();
    const operation = async (): Promise<never> => {
      deadline.pass();
      throw networkError('ABORT_ERR');
    };
    await assert.rejects(withRetries(operation, { signal: deadline.signal }), DeadlineError);
  });

  it('waits as long as the server asks', async () => {
    const deadline = manualDeadline();
    let calls = 0;
    const operation = async (): Promise<never> => {
      calls += 1;
      throw new ApiError(429, 'slow down', '3600');
    };
    const call = assert.rejects(withRetries(operation, { signal: deadline.signal }));
    // The first wait of its own would be of 100 ms at most.
    await delay(200);
    assert.equal(calls, 1);
    deadline.pass();
    await call;
  });

  it('tries again after the time that the server asks for', async () => {
    const operation = failing(new ApiError(429, 'slow down', '0.01'));
    assert.equal(await withRetries(operation, { signal: never }), 2);
  });

  it('rejects with the deadline when that passes while it waits as long as the server asks', async () => {
    const deadline = manualDeadline();
    const onRetry = (): void => void setImmediate(deadline.pass);
    const operation = failing(new ApiError(429, 'slow down', '3600'));
    await assert.rejects(withRetries(operation, { signal: deadline.signal, onRetry }), {
      name: 'DeadlineError',
    });
  });
});

describe('askedWait', () => {
  const table: [string, number, unknown][] = [
    ['what the server asks for', 5000, new ApiError(429, '', '5')],
    ['no more than any API server asks for', 30_000, new ApiError(503, 'a page', '3600')],
    ['nothing where it asks for nothing', 0, new ApiError(503, '', undefined)],
    ['nothing where it does not answer', 0, networkError('ECONNREFUSED')],
  ];
  for (const [name, expected, error] of table) {
    it(name, () => assert.equal(askedWait(error), expected));
  }
});
