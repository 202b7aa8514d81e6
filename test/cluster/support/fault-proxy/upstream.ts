import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import path from 'node:path';
import type { Certificates } from '../../control-plane/certificates.ts';
import type { ControlPlane } from '../../control-plane/start.ts';

/** A control plane of one's own, or the shared one: where it is, and where its certificates are. */
export type Target = Pick<ControlPlane, 'server' | 'directory'>;

/** A real API server, talked to as cluster administrator. */
export type Upstream = {
  /** Resolves with the head of the answer. */
  send(request: IncomingMessage, body: Buffer): Promise<IncomingMessage>;
  close(): void;
};

// Headers that speak of one connection only (RFC 9110, 7.6.1).
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
]);

export async function openUpstream({ server, directory }: Target): Promise<Upstream> {
  const { authority, client } = certificatesIn(directory);
  const agent = new https.Agent({
    keepAlive: true,
    ca: await readFile(authority.certificate),
    cert: await readFile(client.certificate),
    key: await readFile(client.key),
  });
  return {
    async send({ method, url = '', headers }, body) {
      const sent = withoutHops(headers);
      delete sent.host;
      const call = https.request(new URL(url, server), { method, headers: sent, agent });
      call.end(body);
      // Within the answer, an error is the answer's too.
      call.on('error', () => {});
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      return response;
    },
    close: () => agent.destroy(),
  };
}

/** The headers that a proxy hands on. */
export function withoutHops(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

/** Where a control plane keeps its certificates. */
export function certificatesIn(directory: string): Certificates {
  const pair = (name: string) => ({
    certificate: path.join(directory, `${name}.crt`),
    key: path.join(directory, `${name}.key`),
  });
  return {
    authority: pair('ca'),
    serving: pair('serving'),
    client: pair('client'),
    serviceAccountKey: pair('service-account').key,
  };
}
