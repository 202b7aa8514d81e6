import type { JsonObject } from '../../manifest/json.ts';
import { compareText } from '../../manifest/object.ts';
import type { IngressOptions } from './ingress-options.ts';
import { UniqueNames, hostPart } from './unique-names.ts';

/** The listeners of the Gateway, and their names. */
export type GatewayListeners = {
  specs: JsonObject[];
  /** The one for HTTP, of all hosts: routes tell their hosts themselves. Undefined where nothing is served over HTTP. */
  http: string | undefined;
  /** By host: each has a certificate of its own. */
  https: ReadonlyMap<string, string>;
  /** By host, for TLS that ends in pods. */
  passthrough: ReadonlyMap<string, string>;
};

/** What the listeners are for. */
export type ListenerNeeds = {
  http: boolean;
  /** Secrets by host. */
  https: ReadonlyMap<string, { namespace: string; name: string }>;
  passthrough: ReadonlySet<string>;
};

/** Makes the listeners of a Gateway in `namespace`. */
export function makeGatewayListeners(
  needs: ListenerNeeds,
  namespace: string,
  { httpPort, httpsPort }: IngressOptions,
  allowed: JsonObject,
): GatewayListeners {
  const names = new UniqueNames();
  const allowedRoutes = { namespaces: allowed };
  const http = needs.http ? names.take('http') : undefined;
  const named = (prefix: string, hosts: Iterable<string>): Map<string, string> =>
    new Map(
      [...hosts]
        .toSorted(compareText)
        .map((host) => [host, names.take(`${prefix}-${hostPart(host)}`)]),
    );
  const https = named('https', needs.https.keys());
  const passthrough = named('tls', needs.passthrough);
  return {
    specs: [
      ...(http === undefined
        ? []
        : [{ name: http, port: httpPort, protocol: 'HTTP', allowedRoutes }]),
      ...[...https].map(([host, name]) => ({
        name,
        ...hostnameOf(host),
        port: httpsPort,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate', certificateRefs: [secretRef(needs.https.get(host), namespace)] },
        allowedRoutes,
      })),
      ...[...passthrough].map(([host, name]) => ({
        name,
        ...hostnameOf(host),
        port: httpsPort,
        protocol: 'TLS',
        tls: { mode: 'Passthrough' },
        allowedRoutes,
      })),
    ],
    http,
    https,
    passthrough,
  };
}

function hostnameOf(host: string): { hostname?: string } {
  return host === '' ? {} : { hostname: host };
}

function secretRef(
  secret: { namespace: string; name: string } | undefined,
  namespace: string,
): JsonObject {
  return {
    kind: 'Secret',
    name: secret?.name ?? '',
    ...(secret === undefined || secret.namespace === namespace
      ? {}
      : { namespace: secret.namespace }),
  };
}
