import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { LIMITS } from '../../../src/source/limits.ts';
import { readSource } from '../../../src/source/read-source.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { httpsServer } from './support/https-server.ts';

describe('readSource of a URL cuts', () => {
  const CHUNK = Buffer.alloc(1024 * 1024, 'a');

  it('an answer without end', async (test) => {
    const cut = Promise.withResolvers<void>();
    const server = await httpsServer(test, (_, response) => {
      const send = (): void => {
        while (response.write(CHUNK));
      };
      response.on('drain', send).on('close', cut.resolve);
      send();
    });
    const { environment, url } = server;
    const [problem] = await problemsOfAsync(() => readSource('api', url, { environment }));
    assert.equal(problem?.code, 'source-too-large');
    assert.match(problem.message, /larger than the 32 MiB/);
    await cut.promise;
  });

  it('an answer that expands without end', async (test) => {
    const bomb = gzipSync(Buffer.alloc(LIMITS.fileBytes + 1));
    const { environment, url } = await httpsServer(test, (_, response) =>
      response.setHeader('content-encoding', 'gzip').end(bomb),
    );
    const [problem] = await problemsOfAsync(() => readSource('api', url, { environment }));
    assert.equal(problem?.code, 'source-too-large');
  });

  it('a server that does not answer', async (test) => {
    const { environment, url } = await httpsServer(test, () => {});
    const fetchLimits = { total: 300, retries: 0 };
    const [problem] = await problemsOfAsync(() =>
      readSource('api', url, { environment, fetchLimits }),
    );
    assert.equal(problem?.code, 'source-unreachable');
    assert.match(problem.message, /it took longer than 0\.3 s in all/);
    assert.match(problem.hint, /--source api=FILE/);
  });

  it('a server that stops in the middle', async (test) => {
    const { environment, url } = await httpsServer(test, (_, response) => response.write('kind: '));
    const fetchLimits = { stall: 200, retries: 0 };
    const [problem] = await problemsOfAsync(() =>
      readSource('api', url, { environment, fetchLimits }),
    );
    assert.equal(problem?.code, 'source-unreachable');
    assert.match(problem.message, /stopped in the middle of the answer/);
  });

  it('a server that sends a byte now and then', async (test) => {
    const { environment, url } = await httpsServer(test, (_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(timer);
      });
    });
    const fetchLimits = { total: 300 };
    const [problem] = await problemsOfAsync(() =>
      readSource('api', url, { environment, fetchLimits }),
    );
    assert.match(problem?.message ?? '', /took longer/);
  });
});

describe('readSource of a URL says why', () => {
  const unreachable = async (ref: string, environment = {}) => {
    const fetchLimits = { retries: 0, stall: 5000 };
    const [problem] = await problemsOfAsync(() =>
      readSource('api', ref, { environment, fetchLimits }),
    );
    assert.equal(problem?.code, 'source-unreachable');
    assert.match(problem.hint, /SSL_CERT_FILE|--source api=FILE/);
    return problem.message;
  };

  it('a host is not known', async () => {
    const message = await unreachable('https://unknown.invalid/a');
    assert.match(message, /^source api: unknown\.invalid cannot be reached: the name of the host/);
  });

  it('a connection was refused', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    assert.match(await unreachable(`https://127.0.0.1:${port}/`), /refused \(ECONNREFUSED\)$/);
  });

  it('a server does not speak TLS', async (test) => {
    const server = net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    test.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    assert.match(await unreachable(`https://127.0.0.1:${port}/`), /cannot be reached: .*SSL/);
  });

  it('a certificate is not trusted', async (test) => {
    const { url } = await httpsServer(test, (_, response) => response.end());
    assert.match(
      await unreachable(url),
      /its certificate is not trusted \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)$/,
    );
  });
});
