import type { JsonObject } from '../manifest/json.ts';
import type { FieldComment } from '../manifest/yaml.ts';
import type { ListenerOptions } from './options/expose-options.ts';

/** Listeners, and their names by what they are for: routes attach by these. */
export type Listeners = { specs: JsonObject[]; http: string[]; https: string[] };

/** Whose listeners they are. */
export type ListenerHolder = {
  /** Of the Gateway or ListenerSet. */
  namespace: string;
  hosts: readonly string[];
  /** Of the routes that are to attach. */
  routeNamespace: string;
  /** In front of each name, where others have listeners beside. */
  prefix: string;
  secretName: string;
};

/**
 * One listener a hostname for HTTP, and one for HTTPS where there is a certificate: a listener without a hostname
 * would take requests of any name, and routes of others for any name.
 */
export function makeListeners(holder: ListenerHolder, options: ListenerOptions): Listeners {
  const { allowRoutes } = options;
  const allowed =
    allowRoutes === 'all' ? allowRoutes : [holder.namespace, holder.routeNamespace, ...allowRoutes];
  const allowedRoutes = { namespaces: allowedNamespaces(allowed) };
  const nameOf = (protocol: string, index: number): string =>
    `${holder.prefix}${protocol}${index === 0 ? '' : `-${index + 1}`}`;
  const http = holder.hosts.map((hostname, index) => ({
    name: nameOf('http', index),
    hostname,
    port: options.httpPort,
    protocol: 'HTTP',
    allowedRoutes,
  }));
  const { certificate } = options;
  const https =
    certificate === undefined
      ? []
      : holder.hosts.map((hostname, index) => ({
          name: nameOf('https', index),
          hostname,
          port: options.httpsPort,
          protocol: 'HTTPS',
          tls: { mode: 'Terminate', certificateRefs: [certificateRef(holder, options)] },
          allowedRoutes,
        }));
  return {
    specs: [...http, ...https],
    http: http.map(({ name }) => name),
    https: https.map(({ name }) => name),
  };
}

function certificateRef(holder: ListenerHolder, { certificate }: ListenerOptions): JsonObject {
  if (certificate?.kind !== 'secret') return { kind: 'Secret', name: holder.secretName };
  const { namespace, name } = certificate;
  return {
    kind: 'Secret',
    name,
    ...(namespace === undefined || namespace === holder.namespace ? {} : { namespace }),
  };
}

/** Namespaces have this label from the API server. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Whose routes may attach, as a listener has it.
 * @param names of namespaces, the listener's own first
 */
export function allowedNamespaces(names: readonly string[] | 'all'): JsonObject {
  if (names === 'all') return { from: 'All' };
  const values = [...new Set(names)].toSorted();
  return values.length === 1
    ? { from: 'Same' }
    : {
        from: 'Selector',
        selector: { matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In', values }] },
      };
}

/** What there is to say of listeners, where `path` is that of their list. */
export function listenerComments(
  { specs }: Pick<Listeners, 'specs'>,
  path: readonly (string | number)[],
): FieldComment[] {
  const https = specs.findIndex(({ protocol }) => protocol === 'HTTPS');
  return [
    {
      path: [...path, 0, 'port'],
      text: 'On a device another service may have this port of its addresses already.',
    },
    {
      path: [...path, 0, 'allowedRoutes'],
      text: 'Which namespaces may have routes here.',
    },
    {
      path: [...path, https, 'tls', 'certificateRefs'],
      text: 'A Secret of type kubernetes.io/tls.',
    },
  ];
}
