import type { JsonObject } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import { backendRef } from './backend-ref.ts';
import { canaryRule, splitBackends } from './canary.ts';
import { apiVersionFor } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';
import type { ExposeOptions, PathMatch } from './options/expose-options.ts';

/** The route that leads requests to Services. */
export function makeRoute(
  options: ExposeOptions,
  parentRefs: readonly JsonObject[],
  api: GatewayApi,
): CommentedObject {
  const { routeKind, namespace, hosts, canary, backend } = options;
  const rules = [
    ...(canary?.header === undefined ? [] : [canaryRule(canary.backend, canary.header, options)]),
    ...options.paths.map((path) => ({
      matches: [pathMatch(path.match)],
      backendRefs: [backendRef(path.backend, namespace)],
    })),
    {
      ...defaultMatch(routeKind),
      backendRefs: splitBackends(backend, canary, namespace),
    },
  ];
  const isMesh = options.parent.kind === 'service';
  return {
    comment: [
      isMesh
        ? `Leads the requests that pods in the mesh make to the Service ${backend.name}. Only a mesh that knows ` +
          'routes of Services does so; for any other request nothing changes.'
        : `Leads ${routeKind === 'GRPCRoute' ? 'gRPC calls' : 'requests'} for ${hosts.join(', ')} to Services.`,
      'Of several rules that fit, that with the longest path wins; add a rule for each further Service. The ports are ' +
        'those of the Services, not of their pods.',
    ],
    object: {
      apiVersion: apiVersionFor(api, routeKind),
      kind: routeKind,
      metadata: { name: options.name, namespace },
      spec: {
        parentRefs: [...parentRefs],
        ...(hosts.length === 0 ? {} : { hostnames: [...hosts] }),
        rules,
      },
    },
    fields: [
      {
        path: ['spec', 'parentRefs'],
        text:
          options.parent.kind === 'gateway'
            ? 'Its listeners have to let this namespace attach (allowedRoutes) and serve the hostnames.'
            : 'Whose requests it takes.',
      },
      ...(isMesh
        ? [{ path: ['spec', 'hostnames'], text: 'A mesh goes by the Service, and not by these.' }]
        : []),
      {
        path: ['spec', 'rules', rules.length - 1, 'backendRefs'],
        text:
          canary?.weights === undefined
            ? 'What gets the requests that no other rule takes.'
            : 'Each gets its weight of the sum of the weights.',
      },
    ],
  };
}

function pathMatch(match: PathMatch): JsonObject {
  if ('path' in match) return { path: { type: 'PathPrefix', value: match.path } };
  const { service, method } = match;
  return { method: { service, ...(method === undefined ? {} : { method }) } };
}

/** What all requests match; a gRPC rule without a match has all of them. */
function defaultMatch(routeKind: ExposeOptions['routeKind']): JsonObject {
  return routeKind === 'GRPCRoute'
    ? {}
    : { matches: [{ path: { type: 'PathPrefix', value: '/' } }] };
}
