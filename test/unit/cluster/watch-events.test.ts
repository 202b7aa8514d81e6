import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { watchEvents } from '../../../src/cluster/watch-events.ts';
import { networkError, statusError } from './support/errors.ts';
import { fakeClient, requestLines } from './support/fake-client.ts';
import type { FakeServer } from './support/fake-client.ts';
import { modified } from './support/live.ts';

const never = new AbortController().signal;

/** The events until the watch ends, and how it does. */
async function watchAll(watch: NonNullable<FakeServer['watch']>) {
  const client = fakeClient({ watch });
  const types: string[] = [];
  try {
    for await (const { type } of watchEvents(client, '/lamps', 'a=b', '7', never)) types.push(type);
    throw new Error('ended without saying so');
  } catch (error) {
    return { types, error: error as Error, requests: requestLines(client) };
  }
}

const A = modified({ metadata: { name: 'a' } });

describe('watchEvents', () => {
  it('asks the API server to end the watch soon', async () => {
    const { requests } = await watchAll(() => Readable.from([]));
    assert.deepEqual(requests, ['GET /lamps?watch=1&a=b&resourceVersion=7&timeoutSeconds=10']);
  });

  const ends: [string, () => Readable][] = [
    ['the watch ends', () => Readable.from([A])],
    ['the version has expired', () => Readable.from([A, { type: 'ERROR', object: { code: 410 } }])],
    ['something is no event', () => Readable.from([A, { kind: 'Status' }, A])],
    ['something has no object', () => Readable.from([A, { type: 'MODIFIED' }, A])],
  ];
  for (const [name, watch] of ends) {
    it(`ends where ${name}, after what came before`, async () => {
      const { types, error } = await watchAll(watch);
      assert.deepEqual(types, ['MODIFIED']);
      assert.equal(error.name, 'WatchEnded');
    });
  }

  it('ends where a line is no JSON', async () => {
    const client = {
      ...fakeClient({}),
      async *lines() {
        yield '<html>';
      },
    };
    const events = watchEvents(client, '/lamps', '', '7', never);
    await assert.rejects(events.next(), { name: 'WatchEnded' });
  });

  it('ends where the answer is 410', async () => {
    const { error } = await watchAll(() => new PassThrough().destroy(statusError(410)));
    assert.equal(error.name, 'WatchEnded');
  });

  it('ends where nothing ends it', async (t) => {
    const limit = new AbortController();
    const timeout = t.mock.method(AbortSignal, 'timeout', () => limit.signal);
    const { error } = await watchAll(() => {
      setImmediate(() => limit.abort());
      return new PassThrough({ objectMode: true });
    });
    assert.equal(error.name, 'WatchEnded');
    assert.deepEqual(timeout.mock.calls[0]?.arguments, [12_000]);
  });

  for (const error of [statusError(403), networkError('ECONNRESET')]) {
    it(`throws ${error.message || error.name} as it is`, async () => {
      const result = await watchAll(() => new PassThrough().destroy(error));
      assert.equal(result.error, error);
    });
  }
});
