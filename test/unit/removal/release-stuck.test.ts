import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releaseStuck } from '../../../src/removal/release-stuck.ts';
import { notFound } from '../cluster/support/errors.ts';
import { fakeClient } from '../cluster/support/fake-client.ts';

const LAMP = {
  resource: { apiVersion: 'example.com/v1', plural: 'lamps', namespace: 'shop' },
  name: 'a',
  uid: 'u',
};

/** The propagation of the deletions that it asks for, of an object in this state. */
async function asked(live: object | undefined, until = new AbortController().signal, after = 0) {
  const client = fakeClient({
    answer: ({ method }) => (method === 'GET' ? (live ?? Promise.reject(notFound())) : {}),
  });
  await releaseStuck(client, LAMP, until, after);
  return client.requests
    .filter(({ method }) => method === 'DELETE')
    .map(({ body = '' }) => JSON.parse(body.toString()) as object);
}

const live = (...finalizers: string[]): object => ({ metadata: { uid: 'u', finalizers } });

describe('releaseStuck', () => {
  it('lets an object go that only the garbage collector holds', async () => {
    assert.deepEqual(await asked(live('foregroundDeletion')), [
      {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid: 'u' },
        propagationPolicy: 'Background',
      },
    ]);
  });

  const left: [string, object | undefined][] = [
    ['a controller holds too', live('foregroundDeletion', 'example.com/lamp')],
    ['is gone', undefined],
    ['is another one', { metadata: { uid: 'v', finalizers: ['foregroundDeletion'] } }],
  ];
  for (const [what, state] of left) {
    it(`leaves an object alone that ${what}`, async () => {
      assert.deepEqual(await asked(state), []);
    });
  }

  it('does nothing once the wait is over', async () => {
    const ended = new AbortController();
    const released = asked(live('foregroundDeletion'), ended.signal, 60_000);
    ended.abort();
    assert.deepEqual(await released, []);
  });
});
