import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { createCertificates } from '../../control-plane/certificates.ts';

/** A server of any aggregated API, which says of itself that it is well. */
export type AggregatedApi = { port: number; close: () => void };

/** @param directory for its certificate */
export async function startAggregatedApi(directory: string): Promise<AggregatedApi> {
  const { serving } = await createCertificates(directory);
  const server = https.createServer(
    { cert: await readFile(serving.certificate), key: await readFile(serving.key) },
    (request, response) => {
      response.setHeader('content-type', 'application/json');
      const groupVersion = /^\/apis\/([^?]+)/.exec(request.url ?? '')?.[1] ?? '';
      const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: [] };
      response.end(JSON.stringify(list));
    },
  );
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
