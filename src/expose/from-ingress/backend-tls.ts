import type { Finding } from '../../findings.ts';
import { displayObject } from '../../manifest/display.ts';
import { objectId } from '../../manifest/object.ts';
import type { CommentedObject } from '../commented-object.ts';
import { apiVersionFor } from '../gateway-api.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { leftover, shownNames } from './leftover.ts';
import type { BackendTls, HostRule } from './migration.ts';
import { namesByNamespace } from './unique-names.ts';

/** What has a Gateway speak TLS to Services: for each a policy, and the CA certificates it goes by. */
export function makeBackendTls(all: readonly BackendTls[], api: GatewayApi): CommentedObject[] {
  const names = namesByNamespace();
  return all.flatMap(({ namespace, service, portName, authorities, source }) => {
    const name = names(namespace).take([service, portName, 'tls'].filter(Boolean).join('-'));
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
            targetRefs: [
              {
                group: '',
                kind: 'Service',
                name: service,
                ...(portName === undefined ? {} : { sectionName: portName }),
              },
            ],
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

/** Tells of policies that hold for other ports of their Services too, to which rules lead. */
export function widerBackendTls(all: readonly BackendTls[], rules: readonly HostRule[]): Finding[] {
  const backends = rules.flatMap((rule) => rule.backends);
  return all.flatMap(({ namespace, service, port, portName, source }) => {
    const others = backends.filter(
      (each) => each.namespace === namespace && each.name === service && each.port !== port,
    );
    if (portName !== undefined || others.length === 0) return [];
    const ports = [...new Set(others.map((each) => String(each.port)))];
    return [
      leftover(source, ['spec', 'tls', 'termination'], {
        code: 'backend-tls-wider',
        message: `the BackendTLSPolicy holds for all ports of the Service ${service}, also for ${ports.join(', ')}`,
        hint: 'put the Service into the input too, with a name for each port: then it is for one port',
      }),
    ];
  });
}
