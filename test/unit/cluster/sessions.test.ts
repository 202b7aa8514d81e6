import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Connection } from '../../../src/cluster/connection.ts';
import { createSessions } from '../../../src/cluster/sessions.ts';
import { networkError, statusError } from './support/errors.ts';

/** Sessions over connections that do nothing but say which of them are closed. */
function setUp(open: () => Promise<void> = async () => {}) {
  let opened = 0;
  const closed: number[] = [];
  const numbers = new Map<Connection, number>();
  const sessions = createSessions(async () => {
    opened += 1;
    const number = opened;
    await open();
    const connection = { close: () => closed.push(number) } as unknown as Connection;
    numbers.set(connection, number);
    return connection;
  });
  const take = async () => {
    const session = sessions.take();
    return { ...session, number: numbers.get(await session.connection) };
  };
  return { sessions, closed, take };
}

const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('createSessions', () => {
  it('shares one connection', async () => {
    const { closed, take } = setUp();
    const [a, b] = await Promise.all([take(), take()]);
    a.release();
    b.release();
    assert.deepEqual([a.number, b.number, (await take()).number], [1, 1, 1]);
    assert.deepEqual(closed, []);
  });

  const errors: [string, unknown, number][] = [
    ['an error of the network', networkError('ECONNREFUSED'), 2],
    ['401', statusError(401), 2],
    ['any other answer', statusError(503), 1],
    ['a refusal', statusError(403), 1],
  ];
  for (const [name, error, expected] of errors) {
    it(`${expected === 1 ? 'keeps the connection' : 'makes a new one'} after ${name}`, async () => {
      const { take } = setUp();
      const first = await take();
      first.blame(error);
      first.release();
      assert.equal((await take()).number, expected);
    });
  }

  it('replaces a connection once, however many requests it fails', async () => {
    const { take } = setUp();
    const [a, b] = await Promise.all([take(), take()]);
    a.blame(networkError('ECONNRESET'));
    const c = await take();
    b.blame(networkError('ECONNRESET'));
    assert.deepEqual([c.number, (await take()).number], [2, 2]);
  });

  it('closes a connection that was replaced when its last request is over', async () => {
    const { closed, take } = setUp();
    const [a, b] = await Promise.all([take(), take()]);
    a.blame(networkError('ECONNRESET'));
    a.release();
    await take();
    await settled();
    assert.deepEqual(closed, []);
    b.release();
    await settled();
    assert.deepEqual(closed, [1]);
  });

  it('closes the one in use at the end, also where it is still being made', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { sessions, closed } = setUp(() => promise);
    void sessions.take();
    sessions.close();
    resolve();
    await settled();
    assert.deepEqual(closed, [1]);
  });

  it('has nothing to close where none was made, or could be', async () => {
    setUp().sessions.close();
    const { sessions } = setUp(() => Promise.reject(networkError('ENOENT')));
    const { connection } = sessions.take();
    sessions.close();
    await assert.rejects(connection, { code: 'ENOENT' });
    // A rejection that nobody handles would fail the test.
    await settled();
  });
});
