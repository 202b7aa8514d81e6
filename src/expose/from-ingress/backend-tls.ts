import type { Finding } from '../../findings.ts';
import { displayObject } from '../../manifest/display.ts';
import { objectId } from '../../manifest/object.ts';
import type { CommentedObject } from '../commented-object.ts';
import { apiVersionFor } from '../gateway-api.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { leftover, shownNames } from './leftover.ts';
import type { BackendTls, HostRule } from './migration.ts';

/** Notes of what leads to a Service without TLS while a policy has Gateways speak TLS to it, at all its ports. */
export function plainBeside(all: readonly BackendTls[], rules: readonly HostRule[]): Finding[] {
  const encrypted = new Set(all.map(({ source }) => source));
  const byService = new Map(all.map((each) => [`${each.namespace}/${each.service}`, each]));
  return rules
    .filter(({ source }) => !encrypted.has(source))
    .flatMap(({ source, backends }) => {
      const policy = backends
        .map(({ namespace, name }) => byService.get(`${namespace}/${name}`))
        .find((each) => each !== undefined);
      if (policy === undefined) return [];
      return leftover(source, ['spec'], {
        code: 'plain-left',
        message: `leads to the Service ${policy.service} without TLS, to which ${displayObject(objectId(policy.source.object))} has Gateways speak TLS`,
        hint: "name the port of the Service that takes TLS in sectionName of the policy's targetRefs",
      });
    });
}

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
