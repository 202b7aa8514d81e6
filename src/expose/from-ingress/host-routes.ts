import type { JsonObject } from '../../manifest/json.ts';
import { displayObject } from '../../manifest/display.ts';
import { objectId } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';
import { backendRef } from '../backend-ref.ts';
import type { CommentedObject } from '../commented-object.ts';
import { apiVersionFor } from '../gateway-api.ts';
import type { GatewayApi } from '../gateway-api.ts';
import { parentRef } from '../parent-refs.ts';
import type { RouteParent } from '../parent-refs.ts';
import { redirectFilter } from '../redirect.ts';
import type { GatewayListeners } from './gateway-listeners.ts';
import { shownNames } from './leftover.ts';
import type { HostRule, Passthrough } from './migration.ts';
import { hostPart, namesByNamespace } from './unique-names.ts';

/** As many rules a route has at most. */
const MAX_RULES = 16;
/** As many matches a rule has at most in v1.1.0. */
const MAX_MATCHES = 8;

/** What the routes are made for. */
export type RouteContext = {
  gateway: RouteParent;
  listeners: GatewayListeners;
  httpsPort: number;
  api: GatewayApi;
};

/**
 * The routes of each host and namespace: one for what is served over HTTP and HTTPS alike, one for what only one
 * of them serves, and one that redirects; several where the rules are more than one route has.
 */
export function makeHostRoutes(
  rules: readonly HostRule[],
  context: RouteContext,
): CommentedObject[] {
  const names = namesByNamespace();
  const hosts = Map.groupBy(rules, ({ namespace, host }) => `${namespace}/${host}`);
  return [...hosts.values()].flatMap((ofHost) => {
    const both = ofHost.filter(({ http, https }) => http === 'serve' && https);
    const onlyHttp = ofHost.filter(({ http, https }) => http === 'serve' && !https);
    const onlyHttps = ofHost.filter(({ http, https }) => http !== 'serve' && https);
    const redirected = ofHost.filter(({ http }) => http === 'redirect');
    const isMixed = onlyHttp.length > 0 && both.length + onlyHttps.length > 0;
    return [
      ...routesOf(both, '', { http: true, https: true }, names, context),
      ...routesOf(onlyHttp, isMixed ? '-http' : '', { http: true, https: false }, names, context),
      ...routesOf(
        onlyHttps,
        both.length > 0 ? '-https' : '',
        { http: false, https: true },
        names,
        context,
      ),
      ...redirectsOf(redirected, names, context),
    ];
  });
}

/** A TLSRoute for each host whose TLS ends in its pods. */
export function makeTlsRoutes(
  passthroughs: readonly Passthrough[],
  { gateway, listeners, api }: RouteContext,
): CommentedObject[] {
  const names = namesByNamespace();
  return passthroughs.map(({ namespace, host, backends, source }) => ({
    comment: [
      `Leads TLS connections for ${hostText(host)} to pods, which have the certificate: the Gateway sees only the name.`,
      `From ${sourcesText([source])}.`,
    ],
    object: {
      apiVersion: apiVersionFor(api, 'TLSRoute'),
      kind: 'TLSRoute',
      metadata: { name: names(namespace).take(hostPart(host)), namespace },
      spec: {
        parentRefs: [parentRef(gateway, namespace, listeners.passthrough.get(host))],
        ...hostnamesOf(host),
        rules: [{ backendRefs: backends.map((each) => backendRef(each, namespace, each.weight)) }],
      },
    },
  }));
}

type Names = ReturnType<typeof namesByNamespace>;

function routesOf(
  rules: readonly HostRule[],
  suffix: string,
  protocols: { http: boolean; https: boolean },
  names: Names,
  { gateway, listeners, api }: RouteContext,
): CommentedObject[] {
  return chunks(rules, MAX_RULES).flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { namespace, host } = first;
    const sections = [
      ...(protocols.http ? [listeners.http] : []),
      ...(protocols.https ? [listeners.https.get(host)] : []),
    ];
    return [
      {
        comment: [
          `Leads requests for ${hostText(host)} to Services.`,
          `From ${sourcesText(sourcesOf(some))}.`,
        ],
        object: {
          apiVersion: apiVersionFor(api, 'HTTPRoute'),
          kind: 'HTTPRoute',
          metadata: { name: names(namespace).take(`${hostPart(host)}${suffix}`), namespace },
          spec: {
            parentRefs: sections.map((section) => parentRef(gateway, namespace, section)),
            ...hostnamesOf(host),
            rules: some.map(({ match, backends }) => ({
              matches: [pathMatch(match)],
              backendRefs: backends.map((each) => backendRef(each, namespace, each.weight)),
            })),
          },
        },
      },
    ];
  });
}

function redirectsOf(
  rules: readonly HostRule[],
  names: Names,
  { gateway, listeners, httpsPort, api }: RouteContext,
): CommentedObject[] {
  return chunks(rules, MAX_RULES * MAX_MATCHES).flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { namespace, host } = first;
    return [
      {
        comment: [
          `Redirects requests for ${hostText(host)} from HTTP to HTTPS.`,
          `From ${sourcesText(sourcesOf(some))}.`,
        ],
        object: {
          apiVersion: apiVersionFor(api, 'HTTPRoute'),
          kind: 'HTTPRoute',
          metadata: { name: names(namespace).take(`${hostPart(host)}-redirect`), namespace },
          spec: {
            parentRefs: [parentRef(gateway, namespace, listeners.http)],
            ...hostnamesOf(host),
            rules: chunks(some, MAX_MATCHES).map((matching) => ({
              matches: matching.map(({ match }) => pathMatch(match)),
              filters: [redirectFilter(httpsPort)],
            })),
          },
        },
      },
    ];
  });
}

function pathMatch(match: HostRule['match']): JsonObject {
  return { path: { ...match } };
}

function hostnamesOf(host: string): { hostnames?: string[] } {
  return host === '' ? {} : { hostnames: [host] };
}

function hostText(host: string): string {
  return host === '' ? 'every host that has no route of its own' : host;
}

function sourcesOf(rules: readonly HostRule[]): ManifestObject[] {
  return [...new Set(rules.map(({ source }) => source))];
}

function sourcesText(sources: readonly ManifestObject[]): string {
  return shownNames(sources.map(({ object }) => displayObject(objectId(object))));
}

function chunks<Each>(all: readonly Each[], size: number): Each[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
