import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { readSource } from '../../../src/source/read-source.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { httpsServer } from './support/https-server.ts';

/** A proxy on the loopback that connects to whatever it is asked for, or answers a status. */
async function proxyServer(test: TestContext, status = 200) {
  const requests: { target: string | undefined; authorization: string | undefined }[] = [];
  const server = http.createServer();
  server.on('connect', (request, client: net.Socket) => {
    requests.push({
      target: request.url,
      authorization: request.headers['proxy-authorization'],
    });
    client.on('error', () => {});
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => server.close());
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const fetchLimits = { retries: 0 };

describe('readSource of a URL', () => {
  for (const variable of ['HTTPS_PROXY', 'https_proxy']) {
    it(`goes through the proxy of ${variable}`, async (test) => {
      const server = await httpsServer(test, (_, response) => response.end('a: 1'));
      const proxy = await proxyServer(test);
      const environment = { ...server.environment, [variable]: `http://${proxy.host}` };
      const { files } = await readSource('api', server.url, { environment, fetchLimits });
      assert.equal(files.length, 1);
      assert.deepEqual(proxy.requests, [{ target: server.host, authorization: undefined }]);
    });
  }

  it('takes a proxy without a scheme, and its credentials', async (test) => {
    const server = await httpsServer(test, (_, response) => response.end('a: 1'));
    const proxy = await proxyServer(test);
    const environment = { ...server.environment, HTTPS_PROXY: `u:hunter2@${proxy.host}` };
    await readSource('api', server.url, { environment, fetchLimits });
    const authorization = `Basic ${Buffer.from('u:hunter2').toString('base64')}`;
    assert.deepEqual(proxy.requests, [{ target: server.host, authorization }]);
  });

  for (const without of [
    { NO_PROXY: '127.0.0.1' },
    { no_proxy: 'example.com, 127.0.0.1' },
    { NO_PROXY: '*' },
    { HTTPS_PROXY: '' },
  ]) {
    it(`goes directly with ${JSON.stringify(without)}`, async (test) => {
      const server = await httpsServer(test, (_, response) => response.end('a: 1'));
      const proxy = await proxyServer(test);
      const environment = {
        ...server.environment,
        HTTPS_PROXY: `http://${proxy.host}`,
        HTTP_PROXY: `http://${proxy.host}`,
        ...without,
      };
      await readSource('api', server.url, { environment, fetchLimits });
      assert.deepEqual(proxy.requests, []);
    });
  }

  for (const status of [407, 502]) {
    it(`names the proxy that answers ${status}, without its credentials`, async (test) => {
      const server = await httpsServer(test, (_, response) => response.end('a: 1'));
      const proxy = await proxyServer(test, status);
      const environment = { ...server.environment, HTTPS_PROXY: `http://u:hunter2@${proxy.host}` };
      const [problem] = await problemsOfAsync(() =>
        readSource('api', server.url, { environment, fetchLimits }),
      );
      assert.equal(problem?.code, 'source-unreachable');
      assert.ok(problem.message.includes(`(HTTPS_PROXY is ${proxy.host})`), problem.message);
      assert.match(problem.message, new RegExp(`${status}`));
      assert.doesNotMatch(problem.message, /hunter2/);
    });
  }

  for (const proxy of ['socks5://u:hunter2@127.0.0.1:1', 'http://', 'ftp://127.0.0.1']) {
    it(`does not take ${proxy} for a proxy`, async () => {
      const environment = { HTTPS_PROXY: proxy };
      const [problem] = await problemsOfAsync(() =>
        readSource('api', 'https://127.0.0.1:1/', { environment }),
      );
      assert.equal(problem?.code, 'source-proxy-invalid');
      assert.doesNotMatch(problem.message, /hunter2/);
    });
  }
});
