import type { JsonObject } from '../manifest/json.ts';
import type { CommentedObject } from './commented-object.ts';
import { GATEWAY_GROUP } from './gateway-api.ts';
import type { GatewayApi } from './gateway-api.ts';
import { makeGateway } from './gateway.ts';
import { makeGrants } from './grants.ts';
import type { Reference } from './grants.ts';
import { makeIssuance } from './issuer.ts';
import { LISTENER_PATCH_FILE, formatListenerPatch } from './listener-patch.ts';
import { makeListenerSet } from './listener-set.ts';
import { makeListeners } from './listeners.ts';
import type { Listeners } from './listeners.ts';
import type { ExposeOptions, ListenerOptions, Parent } from './options/expose-options.ts';
import { listenerRefs, parentRef, serviceParentRef } from './parent-refs.ts';
import type { ParentRefs, RouteParent } from './parent-refs.ts';
import { makeRedirect } from './redirect.ts';
import { makeRoles } from './roles.ts';
import { makeRoute } from './routes.ts';

/** What `expose` writes. */
export type Exposed = {
  /** In the order in which a person reads them. */
  objects: CommentedObject[];
  /** Files beside them that are no resources, by name. */
  others: ReadonlyMap<string, string>;
};

/** The way in that the routes use: its objects, and how routes refer to it. */
type Entrance = Exposed & { refs: ParentRefs; references: Reference[] };

const DEFAULT_HTTPS_PORT = 443;

/** Makes the objects that lead requests to an application. */
export function expose(options: ExposeOptions, api: GatewayApi): Exposed {
  const { name, namespace, hosts, parent, routeKind } = options;
  const entrance = makeEntrance(options, parent, api);
  const { serve, redirect } = entrance.refs;
  const httpsPort = 'listeners' in parent ? parent.listeners.httpsPort : DEFAULT_HTTPS_PORT;
  const redirectRoute = { name: `${name}-redirect`, namespace, hosts };
  const backends = [
    options.backend,
    ...options.paths.map(({ backend }) => backend),
    ...(options.canary === undefined ? [] : [options.canary.backend]),
  ];
  const references = backends.map((backend): Reference => ({
    from: { kind: routeKind, namespace },
    to: { kind: 'Service', namespace: backend.namespace, name: backend.name },
  }));
  return {
    objects: [
      ...entrance.objects,
      makeRoute(options, serve, api),
      ...(redirect.length === 0 ? [] : [makeRedirect(redirectRoute, redirect, httpsPort, api)]),
      ...makeGrants(name, [...entrance.references, ...references], api),
      ...(options.roles ? makeRoles(name, namespace, api) : []),
    ],
    others: entrance.others,
  };
}

function makeEntrance(options: ExposeOptions, parent: Parent, api: GatewayApi): Entrance {
  const { namespace } = options;
  const nothing = { objects: [], others: new Map<string, string>(), references: [] };
  switch (parent.kind) {
    case 'service':
      return {
        ...nothing,
        refs: { serve: [serviceParentRef(options.backend, namespace)], redirect: [] },
      };
    case 'gateway': {
      const { gateway, redirectListener } = parent;
      const ref = (listener: string | undefined) =>
        parentRef({ kind: 'Gateway', ...gateway }, namespace, listener);
      const redirect = redirectListener === undefined ? [] : [ref(redirectListener)];
      return { ...nothing, refs: { serve: [ref(gateway.listener)], redirect } };
    }
    case 'added-listeners':
      return addListeners(options, parent, api);
    case 'new-gateways':
      return makeGateways(options, parent, api);
  }
}

function makeGateways(
  options: ExposeOptions,
  { namespace, gateways, listeners: listenerOptions }: Parent & { kind: 'new-gateways' },
  api: GatewayApi,
): Entrance {
  const { certificate, redirect } = listenerOptions;
  const made = gateways.map((gateway) => {
    const parent: RouteParent = { kind: 'Gateway', namespace, name: gateway.name };
    // Who makes Certificates by the annotation makes one for each Gateway, which has the Secret to itself.
    const owner = certificate?.kind === 'issuer' ? gateway.name : options.name;
    const listeners = makeListeners(
      {
        namespace,
        hosts: gateway.hosts,
        routeNamespace: options.namespace,
        prefix: '',
        secretName: secretOf(owner),
      },
      listenerOptions,
    );
    return {
      parent,
      listeners,
      object: makeGateway(gateway, namespace, listeners, certificate, api),
      // Without a redirect, the route is for all listeners.
      refs: redirect
        ? listenerRefs(parent, options.namespace, listeners, true)
        : { serve: [parentRef(parent, options.namespace)], redirect: [] },
    };
  });
  const issuance =
    certificate?.kind === 'issuer'
      ? []
      : makeIssuance(certificate, {
          name: options.name,
          namespace,
          secretName: secretOf(options.name),
          hosts: options.hosts,
          challengeRefs: made
            .slice(0, 1)
            .flatMap((each) => challengeRefs(each.parent, each.listeners)),
        });
  return {
    objects: [...made.map(({ object }) => object), ...issuance],
    others: new Map(),
    references: secretReferences('Gateway', namespace, listenerOptions),
    refs: {
      serve: made.flatMap(({ refs }) => refs.serve),
      redirect: made.flatMap(({ refs }) => refs.redirect),
    },
  };
}

function addListeners(
  options: ExposeOptions,
  { how, gateway, listeners: listenerOptions }: Parent & { kind: 'added-listeners' },
  api: GatewayApi,
): Entrance {
  const { name, namespace: routeNamespace, hosts } = options;
  const isPatch = how === 'patch';
  const namespace = isPatch ? gateway.namespace : routeNamespace;
  const parent: RouteParent = isPatch
    ? { kind: 'Gateway', namespace, name: gateway.name }
    : { kind: 'ListenerSet', namespace, name };
  const listeners = makeListeners(
    {
      namespace,
      hosts,
      routeNamespace,
      // The Gateway's other listeners have names of their own; those of a ListenerSet need not differ from them.
      prefix: isPatch ? `${name}-` : '',
      secretName: secretOf(name),
    },
    listenerOptions,
  );
  const issuance = makeIssuance(listenerOptions.certificate, {
    name,
    namespace,
    secretName: secretOf(name),
    hosts,
    challengeRefs: challengeRefs(parent, listeners),
  });
  return {
    objects: [
      ...(isPatch ? [] : [makeListenerSet({ name, namespace }, gateway, listeners, api)]),
      ...issuance,
    ],
    others: isPatch
      ? new Map([[LISTENER_PATCH_FILE, formatListenerPatch(gateway, listeners)]])
      : new Map(),
    references: secretReferences(parent.kind, namespace, listenerOptions),
    refs: listenerRefs(parent, routeNamespace, listeners, listenerOptions.redirect),
  };
}

function secretOf(name: string): string {
  return `${name}-tls`;
}

/**
 * For routes of any namespace. A route for one of several hostnames would be refused by the listeners of the
 * others, so that it names none then.
 */
function challengeRefs({ kind, namespace, name }: RouteParent, { http }: Listeners): JsonObject[] {
  const [sectionName] = http;
  const parent = { group: GATEWAY_GROUP, kind, namespace, name };
  return [http.length === 1 && sectionName !== undefined ? { ...parent, sectionName } : parent];
}

function secretReferences(
  kind: RouteParent['kind'],
  namespace: string,
  { certificate }: ListenerOptions,
): Reference[] {
  if (certificate?.kind !== 'secret') return [];
  const to = {
    kind: 'Secret' as const,
    namespace: certificate.namespace ?? namespace,
    name: certificate.name,
  };
  return [{ from: { kind, namespace }, to }];
}
