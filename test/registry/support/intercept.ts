import { once } from 'node:events';
import http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { TestRegistry } from './registry.ts';

/**
 * A server before a registry, on the loopback too, that passes everything on but what `handle` answers
 * itself.
 * @param handle told each request before it is passed on; says whether it has taken it over
 * @returns its host, for references
 */
export async function intercept(
  test: TestContext,
  registry: TestRegistry,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<boolean> | boolean,
): Promise<string> {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await handle(request, response)) return;
    const { method, url, headers } = request;
    const asked = http.request(`http://${registry.host}${url}`, { method, headers });
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  };
  const server = http.createServer((request, response) => void pass(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
