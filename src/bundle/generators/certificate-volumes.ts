import { isJsonObject, textAt, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';

/** Where OLM has always put the certificate: for servers of the usual libraries, each by its own names. */
const VOLUMES = [
  {
    name: 'webhook-cert',
    path: '/tmp/k8s-webhook-server/serving-certs',
    certificate: 'tls.crt',
    key: 'tls.key',
  },
  {
    name: 'apiservice-cert',
    path: '/apiserver.local.config/certificates',
    certificate: 'apiserver.crt',
    key: 'apiserver.key',
  },
] as const;

const PATHS = new Set<string>(VOLUMES.map(({ path }) => path));
const NAMES = new Set<string>(VOLUMES.map(({ name }) => name));

/**
 * The spec of a Deployment whose containers find the certificate in `secret` at the places that OLM has
 * for it. Volumes that were mounted there, or that have the names, go: their Secrets would not be there.
 */
export function withCertificateVolumes(spec: JsonObject, secret: string): JsonObject {
  const pod = valueAt(spec, ['template', 'spec']);
  if (!isJsonObject(spec.template) || !isJsonObject(pod)) return spec;
  const containers = objectsOf(pod.containers);
  const initContainers = objectsOf(pod.initContainers);
  const mounts = [...containers, ...initContainers].flatMap(mountsOf);
  const replaced = new Set([...NAMES, ...mounts.filter(isAtOurs).map(nameOf)]);
  const remounted = (container: JsonObject): JsonObject => ({
    ...container,
    volumeMounts: [
      ...mountsOf(container).filter((mount) => !replaced.has(nameOf(mount))),
      ...VOLUMES.map(({ name, path }) => ({ name, mountPath: path })),
    ],
  });
  const usesReplaced = (container: JsonObject): boolean =>
    mountsOf(container).some((mount) => replaced.has(nameOf(mount)));
  return {
    ...spec,
    template: {
      ...spec.template,
      spec: {
        ...pod,
        containers: containers.map(remounted),
        ...(initContainers.some(usesReplaced)
          ? {
              initContainers: initContainers.map((each) =>
                usesReplaced(each) ? remounted(each) : each,
              ),
            }
          : {}),
        volumes: [
          ...objectsOf(pod.volumes).filter((volume) => !replaced.has(nameOf(volume))),
          ...VOLUMES.map(({ name, certificate, key }) => ({
            name,
            secret: {
              secretName: secret,
              items: [
                { key: 'tls.crt', path: certificate },
                { key: 'tls.key', path: key },
              ],
            },
          })),
        ],
      },
    },
  };
}

function isAtOurs(mount: JsonObject): boolean {
  return PATHS.has(textAt(mount, ['mountPath']).replace(/\/+$/, ''));
}

function mountsOf(container: JsonObject): JsonObject[] {
  return objectsOf(container.volumeMounts);
}

function nameOf(volume: JsonObject): string {
  return textAt(volume, ['name']);
}

function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
