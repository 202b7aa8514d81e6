import type { JsonObject } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import { apiVersionFor } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';

const HTTPS_PORT = 443;

/** The route that answers requests over HTTP with where they are served over HTTPS. */
export function makeRedirect(
  route: { name: string; namespace: string; hosts: readonly string[] },
  parentRefs: readonly JsonObject[],
  httpsPort: number,
  api: GatewayApi,
): CommentedObject {
  return {
    comment: [
      'Answers requests over HTTP with a redirect to HTTPS. It is attached to the listeners for HTTP alone: on ' +
        'one for HTTPS it would lead to itself.',
    ],
    object: {
      apiVersion: apiVersionFor(api, 'HTTPRoute'),
      kind: 'HTTPRoute',
      metadata: { name: route.name, namespace: route.namespace },
      spec: {
        parentRefs: [...parentRefs],
        ...(route.hosts.length === 0 ? {} : { hostnames: [...route.hosts] }),
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            filters: [redirectFilter(httpsPort)],
          },
        ],
      },
    },
  };
}

/** The filter that redirects to HTTPS; without a port it is that of the scheme. */
export function redirectFilter(httpsPort: number): JsonObject {
  return {
    type: 'RequestRedirect',
    requestRedirect: {
      scheme: 'https',
      ...(httpsPort === HTTPS_PORT ? {} : { port: httpsPort }),
      statusCode: 301,
    },
  };
}
