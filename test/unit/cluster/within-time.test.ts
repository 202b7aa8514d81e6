import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTransient } from '../../../src/cluster/retry.ts';
import { withinTime } from '../../../src/cluster/within-time.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { manualDeadline, networkError } from './support/errors.ts';

const LONG = 1_000_000;
const never = new AbortController().signal;
const hanging = (): Promise<never> => new Promise(() => {});

describe('withinTime', () => {
  it('gives what the operation gives', async () => {
    assert.equal(await withinTime(LONG, never, async () => 1), 1);
  });

  it('throws what the operation throws', async () => {
    const error = networkError('ECONNREFUSED');
    await assert.rejects(
      withinTime(LONG, never, () => Promise.reject(error)),
      error,
    );
  });

  it('does not wait for an operation that does not end, and tells it', async () => {
    let told: AbortSignal | undefined;
    const error: unknown = await withinTime(1, never, (within) => {
      told = within;
      return hanging();
    }).catch((caught: unknown) => caught);
    assert.match(String(error), /no answer within 0\.001 s/);
    assert.ok(isTransient(error));
    assert.equal(told?.reason, error);
  });

  it('says that it took too long, whatever the operation throws then', async () => {
    const slow = withinTime(1, never, async (within) => {
      await new Promise((resolve) => {
        within.addEventListener('abort', resolve);
      });
      throw networkError('ABORT_ERR');
    });
    await assert.rejects(slow, { name: 'NoAnswer' });
  });

  it('ends with the signal', async () => {
    const { signal, pass } = manualDeadline();
    const call = withinTime(LONG, signal, hanging);
    pass();
    await assert.rejects(call, DeadlineError);
    await assert.rejects(withinTime(LONG, signal, hanging), DeadlineError);
  });
});
