import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { observe } from '../../../src/cluster/observe.ts';
import { DeadlineError } from '../../../src/deadline.ts';
import { manualDeadline, networkError, notFound, statusError } from './support/errors.ts';
import { fakeClient, requestLines } from './support/fake-client.ts';
import type { FakeServer } from './support/fake-client.ts';

const LAMPS = { apiVersion: 'example.com/v1', plural: 'lamps', namespace: 'shop' };
const PATH = '/apis/example.com/v1/namespaces/shop/lamps';
const never = new AbortController().signal;

/** A list of the object at this step, or of nothing. */
const list = (version: string, step?: number): object => ({
  metadata: { resourceVersion: version },
  items: step === undefined ? [] : [{ step }],
});
const event = (type: string, step: number): object => ({ type, object: { step } });

type Seen = number | 'absent';

/** Observes until step `last` is seen; says what was seen and which errors were told. */
async function observeUntil(last: Seen, server: FakeServer, until = never) {
  const client = fakeClient(server);
  const seen: Seen[] = [];
  const troubles: string[] = [];
  const see = (live: unknown): boolean => {
    const step = live === undefined ? 'absent' : (live as { step: number }).step;
    seen.push(step);
    return step === last;
  };
  const onTrouble = ({ message }: Error): void => void troubles.push(message);
  await observe(client, LAMPS, 'a', { see, onTrouble }, until);
  return { seen, troubles, requests: requestLines(client) };
}

/** Gives `values` one after the other, and what throws as an error. */
function inTurn<T>(...values: (T | Error)[]): () => T {
  return () => {
    const value = values.shift();
    if (value === undefined) throw new Error('asked too often');
    if (value instanceof Error) throw value;
    return value;
  };
}

describe('observe', () => {
  it('tells the state now, then each change, from the version of the list on', async () => {
    const { seen, requests } = await observeUntil(4, {
      answer: () => list('7', 1),
      watch: () =>
        Readable.from([
          event('MODIFIED', 2),
          event('DELETED', 2),
          event('ADDED', 3),
          event('MODIFIED', 4),
          event('MODIFIED', 5),
        ]),
    });
    assert.deepEqual(seen, [1, 2, 'absent', 3, 4]);
    assert.deepEqual(requests, [
      `GET ${PATH}?fieldSelector=metadata.name=a`,
      `GET ${PATH}?watch=1&fieldSelector=metadata.name=a&resourceVersion=7&timeoutSeconds=10`,
    ]);
  });

  it('opens no watch where the state now is enough', async () => {
    const { requests } = await observeUntil('absent', { answer: () => list('7') });
    assert.equal(requests.length, 1);
  });

  const gone = { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } };
  const interruptions: [string, () => Readable][] = [
    ['ends', () => Readable.from([])],
    ['says that its version is too old', () => Readable.from([gone])],
    ['breaks', () => new PassThrough().destroy(networkError('ECONNRESET'))],
  ];
  for (const [name, watch] of interruptions) {
    it(`reads the object again when the watch ${name}`, async () => {
      const { seen, requests } = await observeUntil(2, {
        answer: inTurn(list('7', 1), list('8', 2)),
        watch,
      });
      assert.deepEqual(seen, [1, 2]);
      assert.equal(requests.length, 3);
    });
  }

  it('takes a kind that is not served for one without objects, and asks again', async () => {
    const { seen } = await observeUntil(1, { answer: inTurn(notFound(), list('7', 1)) });
    assert.deepEqual(seen, ['absent', 1]);
  });

  it('tells what cannot be read, and goes on', async () => {
    const { seen, troubles } = await observeUntil(1, {
      answer: inTurn(networkError('ECONNREFUSED'), list('7', 1)),
    });
    assert.deepEqual(seen, [1]);
    assert.deepEqual(troubles, ['connect ECONNREFUSED']);
  });

  it('throws what the API server refuses to let be read', async () => {
    const refusal = statusError(403, { reason: 'Forbidden', message: 'no' });
    await assert.rejects(observeUntil(1, { answer: inTurn(refusal) }), refusal);
  });

  it('ends with the deadline', async () => {
    const { signal, pass } = manualDeadline();
    const watch = (): Readable => {
      setImmediate(pass);
      return new PassThrough({ objectMode: true });
    };
    const call = observeUntil(2, { answer: () => list('7', 1), watch, signal });
    await assert.rejects(call, DeadlineError);
  });

  it('ends with the reason of the caller’s signal', async () => {
    const controller = new AbortController();
    const enough = new Error('seen enough');
    const watch = (): Readable => {
      setImmediate(() => controller.abort(enough));
      return new PassThrough({ objectMode: true });
    };
    const call = observeUntil(2, { answer: () => list('7', 1), watch }, controller.signal);
    await assert.rejects(call, enough);
  });

  it('the end of a watch is no trouble', async () => {
    const { troubles } = await observeUntil(2, {
      answer: inTurn(list('7', 1), notFound(), list('8', 2)),
    });
    assert.deepEqual(troubles, []);
  });
});
