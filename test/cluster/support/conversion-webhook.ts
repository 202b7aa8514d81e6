import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { JsonObject } from '../../../src/manifest/json.ts';
import { createCertificates } from '../control-plane/certificates.ts';
import { temporaryDirectory } from './trees.ts';

/**
 * A conversion webhook that runs until the test is over, and the `spec.conversion` that names it. What the
 * `convert` given makes of an object's spec in another version is its answer.
 */
export async function conversionWebhook(
  test: TestContext,
  convert: (spec: any, apiVersion: string) => object,
): Promise<JsonObject> {
  const { authority, serving } = await createCertificates(await temporaryDirectory(test));
  const server = https.createServer({
    cert: await readFile(serving.certificate),
    key: await readFile(serving.key),
  });
  server.on('request', (request, response) => {
    void json(request).then((review: any) => {
      const { uid, desiredAPIVersion: apiVersion, objects } = review.request;
      const convertedObjects = objects.map((object: any) => ({
        ...object,
        apiVersion,
        spec: convert(object.spec, apiVersion),
      }));
      const answer = { uid, convertedObjects, result: { status: 'Success' } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...review, request: undefined, response: answer }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const ca = await readFile(authority.certificate);
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/convert`;
  return {
    strategy: 'Webhook',
    webhook: {
      conversionReviewVersions: ['v1'],
      clientConfig: { url, caBundle: ca.toString('base64') },
    },
  };
}
