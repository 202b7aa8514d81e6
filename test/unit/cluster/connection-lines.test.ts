import assert from 'node:assert/strict';
import type http from 'node:http';
import { describe, it } from 'node:test';
import type { ApiRequest } from '../../../src/cluster/connection.ts';
import { isTransient } from '../../../src/cluster/retry.ts';
import { collect } from './support/collect.ts';
import { connect, cut } from './support/local-server.ts';

const never = new AbortController().signal;
const GET: ApiRequest = { method: 'GET', path: '/watch' };

/** Writes chunks one by one, each in a packet of its own as far as a program can tell. */
async function writeChunks(response: http.ServerResponse, chunks: Iterable<Uint8Array | string>) {
  for (const chunk of chunks) {
    const { promise, resolve } = Promise.withResolvers<void>();
    response.write(chunk, () => setImmediate(resolve));
    await promise;
  }
}

describe('lines', () => {
  const content = '{"a":"ü – 💡"}\n{"b":1}\n\n{"c":2}\n';
  const expected = ['{"a":"ü – 💡"}', '{"b":1}', '{"c":2}'];
  const splits: [string, (Uint8Array | string)[]][] = [
    ['in one chunk', [content]],
    ['byte by byte', [...Buffer.from(content)].map((byte) => Uint8Array.of(byte))],
    ['split at the ends of lines', content.split(/(?=\n)/)],
  ];
  for (const [name, chunks] of splits) {
    it(`gives the lines of an answer ${name}`, async (t) => {
      const connection = await connect(t, async (_request, response) => {
        await writeChunks(response, chunks);
        response.end();
      });
      assert.deepEqual(await collect(connection.lines(GET, never)), expected);
    });
  }

  it('gives each line as soon as it is there', async (t) => {
    const connection = await connect(t, (_request, response) => void response.write('a\nb'));
    const { value } = await connection.lines(GET, never)[Symbol.asyncIterator]().next();
    assert.equal(value, 'a');
  });

  it('throws any other status as an ApiError', async (t) => {
    const connection = await connect(t, (_request, response) => {
      response.writeHead(410).end('{"kind":"Status","reason":"Expired"}');
    });
    await assert.rejects(collect(connection.lines(GET, never)), { name: 'ApiError', status: 410 });
  });

  it('gives whole lines only, then a transient error, when the connection is cut', async (t) => {
    const connection = await connect(t, (_request, response) => {
      response.write('{"a":1}\n{"b":', cut(response));
    });
    const lines = connection.lines(GET, never);
    assert.equal((await lines.next()).value, '{"a":1}');
    const error: unknown = await lines.next().catch((caught) => caught);
    assert.ok(isTransient(error), String(error));
  });

  it('hangs up when the caller has seen enough', async (t) => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const connection = await connect(t, (_request, response) => {
      response.on('close', resolve).write('a\nb\n');
    });
    // oxlint-disable-next-line no-unreachable-loop
    for await (const line of connection.lines(GET, never)) {
      assert.equal(line, 'a');
      break;
    }
    await closed;
  });

  it('ends with its signal', async (t) => {
    const controller = new AbortController();
    const connection = await connect(t, (_request, response) => void response.write('a\n'));
    const lines = connection.lines(GET, controller.signal);
    await lines.next();
    controller.abort();
    await assert.rejects(lines.next());
  });

  it('does not take a socket away from requests', async (t) => {
    const connection = await connect(t, (request, response) => {
      if (request.url === GET.path) response.write('a\n');
      else response.end('done');
    });
    const watches = Array.from({ length: 10 }, () => connection.lines(GET, never));
    await Promise.all(watches.map((lines) => lines.next()));
    assert.equal(await connection.request({ method: 'GET', path: '/' }, never), 'done');
  });
});
