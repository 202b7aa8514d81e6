import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Certificates } from './certificates.ts';

export type Answer = { status: number; body: string };
/** One request as cluster administrator; rejects when there is no answer. */
export type ApiClient = (method: string, path: string, body?: object) => Promise<Answer>;

/** The little of a client that starting a control plane needs. */
export function createApiClient(server: string, { authority, client }: Certificates): ApiClient {
  const credentials = {
    ca: readFileSync(authority.certificate),
    cert: readFileSync(client.certificate),
    key: readFileSync(client.key),
    agent: false as const,
    timeout: 5000,
  };
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const call = request(new URL(path, server), { ...credentials, method, headers });
      call.on('response', (response) => {
        text(response).then(
          (received) => resolve({ status: response.statusCode ?? 0, body: received }),
          reject,
        );
      });
      call.on('timeout', () => call.destroy(new Error(`no answer from ${server}${path}`)));
      call.on('error', reject);
      call.end(body && JSON.stringify(body));
    });
}
