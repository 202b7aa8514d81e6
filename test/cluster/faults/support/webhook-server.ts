import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import type { TestContext } from 'node:test';
import { json } from 'node:stream/consumers';
import { findFreePort } from '../../control-plane/free-port.ts';
import { certificatesIn } from '../../support/fault-proxy/upstream.ts';

/** What a webhook says of every object: yes, no with a status, or nothing at all. */
export type Judgement = { allowed: true } | { allowed: false; status?: object } | 'silence';

/** An admission webhook on this machine. */
export type WebhookServer = {
  /** Its ValidatingWebhookConfiguration, for ConfigMaps of one namespace. */
  configuration: object;
  listen(): Promise<void>;
};

/** @param name of the webhook: a DNS name that no other test uses */
export async function webhookServer(
  t: TestContext,
  plane: { directory: string },
  name: string,
  inNamespace: string,
  judgement: Judgement,
): Promise<WebhookServer> {
  const { serving, authority } = certificatesIn(plane.directory);
  const port = await findFreePort();
  const server = https.createServer(
    { cert: await readFile(serving.certificate), key: await readFile(serving.key) },
    (request, response) => {
      if (judgement === 'silence') return;
      void json(request).then((review) => {
        const { uid } = (review as { request: { uid: string } }).request;
        const answer = { uid, ...judgement };
        response.setHeader('content-type', 'application/json');
        const reviewed = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' };
        response.end(JSON.stringify({ ...reviewed, response: answer }));
      });
    },
  );
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    configuration: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name,
          clientConfig: {
            url: `https://127.0.0.1:${port}/`,
            caBundle: await readFile(authority.certificate, 'base64'),
          },
          rules: [
            {
              apiGroups: [''],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['configmaps'],
            },
          ],
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': inNamespace } },
          objectSelector: { matchLabels: { judged: 'true' } },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          timeoutSeconds: 1,
        },
      ],
    },
    async listen() {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
