import assert from 'node:assert/strict';
import { once } from 'node:events';
import type http from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { openConnection } from '../../../src/cluster/connection.ts';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { isTransient } from '../../../src/cluster/retry.ts';
import { closedServer, connect, cut } from './support/local-server.ts';

const never = new AbortController().signal;
const GET: ApiRequest = { method: 'GET', path: '/a?b=c%2Fd' };

describe('request', () => {
  it('sends what is asked and gives the body', async (t) => {
    let seen: unknown;
    const connection = await connect(
      t,
      async (request, response) => {
        const { method, url, headers } = request;
        seen = {
          method,
          url,
          accept: headers.accept,
          agent: headers['user-agent'],
          token: headers.authorization,
          type: headers['content-type'],
          body: await text(request),
        };
        response.end('{"ü":1}');
      },
      { path: '/base/', token: 'T' },
    );
    assert.equal(await connection.request(GET, never), '{"ü":1}');
    assert.deepEqual(seen, {
      method: 'GET',
      url: '/base/a?b=c%2Fd',
      accept: 'application/json',
      agent: 'tester/1',
      token: 'Bearer T',
      type: undefined,
      body: '',
    });
    const body = '{"ü":2}';
    const patch: ApiRequest = { method: 'PATCH', path: '/a', contentType: 'a/b', accept: 'c/d' };
    await connection.request({ ...patch, body }, never);
    assert.deepEqual(seen, {
      method: 'PATCH',
      url: '/base/a',
      accept: 'c/d',
      agent: 'tester/1',
      token: 'Bearer T',
      type: 'a/b',
      body,
    });
  });

  it('uses a connection again', async (t) => {
    const ports = new Set<number | undefined>();
    const connection = await connect(t, ({ socket }, response) => {
      ports.add(socket.remotePort);
      response.end();
    });
    for (let count = 0; count < 3; count += 1) await connection.request(GET, never);
    assert.equal(ports.size, 1);
  });

  it('throws any other status as an ApiError', async (t) => {
    const connection = await connect(t, (_request, response) => {
      response.writeHead(404, { 'retry-after': '3' }).end('{"kind":"Status","message":"gone"}');
    });
    await assert.rejects(connection.request(GET, never), {
      name: 'ApiError',
      status: 404,
      message: 'gone',
      retryAfter: 3,
    });
  });

  it('does not follow a redirection', async (t) => {
    const connection = await connect(t, (_request, response) => {
      response.writeHead(302, { location: '/other' }).end();
    });
    await assert.rejects(connection.request(GET, never), { name: 'ApiError', status: 302 });
  });

  const cuts: [string, (response: http.ServerResponse) => unknown][] = [
    ['before the answer', (response) => response.destroy()],
    [
      'within an answer of a known length',
      (response) => response.writeHead(200, { 'content-length': 9 }).write('half', cut(response)),
    ],
    ['within a chunked answer', (response) => response.write('half', cut(response))],
  ];
  for (const [name, handle] of cuts) {
    it(`a connection that is cut ${name} is transient`, async (t) => {
      const connection = await connect(t, (_request, response) => handle(response));
      const error: unknown = await connection.request(GET, never).catch((caught) => caught);
      assert.ok(isTransient(error), String(error));
    });
  }

  it('a server that does not listen is transient', async () => {
    const connection = openConnection({ server: await closedServer(), skipVerify: false }, 'a');
    const error: unknown = await connection.request(GET, never).catch((caught) => caught);
    assert.equal((error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
    assert.ok(isTransient(error));
  });

  it('ends with its signal, before and within the answer', async (t) => {
    const controller = new AbortController();
    const connection = await connect(t, (_request, response) => {
      response.write('half', () => controller.abort());
    });
    await assert.rejects(connection.request(GET, controller.signal), { name: 'AbortError' });
    await assert.rejects(connection.request(GET, controller.signal), { name: 'AbortError' });
  });
});

it('close ends requests that go on', async (t) => {
  const arrived = new EventTarget();
  const connection = await connect(t, () => arrived.dispatchEvent(new Event('request')));
  const requested = once(arrived, 'request');
  const call = connection.request(GET, never);
  await requested;
  connection.close();
  await assert.rejects(call, { code: 'ECONNRESET' });
});
