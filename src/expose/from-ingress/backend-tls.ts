import { displayObject } from '../../manifest/display.ts';
import { objectId } from '../../manifest/object.ts';
import type { CommentedObject } from '../commented-object.ts';
import { apiVersionFor } from '../gateway-api.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { shownNames } from './leftover.ts';
import type { BackendTls } from './migration.ts';

/** What has a Gateway speak TLS to a Service, for each Service once: a policy, and the CA certificates it goes by. */
export function makeBackendTls(all: readonly BackendTls[], api: GatewayApi): CommentedObject[] {
  const byService = new Map(all.map((each) => [`${each.namespace}/${each.service}`, each]));
  return [...byService.values()].flatMap(({ namespace, service, authorities, source }) => {
    const name = `${service}-tls`;
    const from = `From ${shownNames([displayObject(objectId(source.object))])}.`;
    return [
      {
        comment: [
          `The CA certificates by which the certificate of the Service ${service} is checked.`,
          from,
        ],
        object: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace },
          data: { 'ca.crt': authorities },
        },
      },
      {
        comment: [`Has Gateways speak TLS to the Service ${service}.`, from],
        object: {
          apiVersion: apiVersionFor(api, 'BackendTLSPolicy'),
          kind: 'BackendTLSPolicy',
          metadata: { name, namespace },
          spec: {
            targetRefs: [{ group: '', kind: 'Service', name: service }],
            validation: {
              caCertificateRefs: [{ group: '', kind: 'ConfigMap', name }],
              hostname: `${service}.${namespace}.svc`,
            },
          },
        },
        fields: [
          {
            path: ['spec', 'validation', 'hostname'],
            text: "The name that the pods' certificate has to have.",
          },
        ],
      },
    ];
  });
}
