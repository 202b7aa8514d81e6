import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createCertificates } from '../../../cluster/control-plane/certificates.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

export type HttpsServer = {
  /** With a final slash. */
  url: string;
  host: string;
  /** In which this server's authority alone is trusted, and no proxy is named. */
  environment: Record<string, string>;
  /** Methods and paths of what was asked for. */
  requests: string[];
};

/** PEM texts; the authority is one that nobody else knows. */
type Identity = { authority: string; cert: string; key: string };

/** A server on the loopback, with a certificate for 127.0.0.1 and localhost; gone after the test. */
export async function httpsServer(
  test: TestContext,
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<HttpsServer> {
  identity ??= createIdentity();
  const { authority, cert, key } = await identity;
  const requests: string[] = [];
  const server = https.createServer({ key, cert }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const directory = await temporaryDirectory(test, { 'ca.crt': authority });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const environment = {
    SSL_CERT_FILE: path.join(directory, 'ca.crt'),
    SSL_CERT_DIR: '/nonexistent',
  };
  return { url: `https://${host}/`, host, environment, requests };
}

let identity: Promise<Identity> | undefined;

async function createIdentity(): Promise<Identity> {
  const directory = await mkdtemp(path.join(tmpdir(), 'microshift-optional-'));
  try {
    const { authority, serving } = await createCertificates(directory);
    return {
      authority: await readFile(authority.certificate, 'utf8'),
      cert: await readFile(serving.certificate, 'utf8'),
      key: await readFile(serving.key, 'utf8'),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}
