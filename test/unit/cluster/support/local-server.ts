import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { openConnection } from '../../../../src/cluster/connection.ts';
import type { Connection } from '../../../../src/cluster/connection.ts';

/** A plain HTTP server on the loopback interface that is gone after the test. */
export async function localServer(
  test: TestContext,
  handle: (request: http.IncomingMessage, response: http.ServerResponse) => unknown,
): Promise<URL> {
  const server = http.createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Where nothing listens. */
export async function closedServer(): Promise<URL> {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return new URL(`http://127.0.0.1:${port}`);
}

/** A connection to a local server, closed after the test. */
export async function connect(
  test: TestContext,
  handle: (request: http.IncomingMessage, response: http.ServerResponse) => unknown,
  { path = '', token }: { path?: string; token?: string } = {},
): Promise<Connection> {
  const server = new URL(path, await localServer(test, handle));
  const credentials = { server, skipVerify: false, ...(token === undefined ? {} : { token }) };
  const connection = openConnection(credentials, 'tester/1');
  test.after(connection.close);
  return connection;
}

/** Cuts the connection of an answer once what was written before is sent. */
export function cut(response: http.ServerResponse): () => void {
  return () => setImmediate(() => response.destroy());
}
