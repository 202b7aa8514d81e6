import type { JsonObject } from '../manifest/json.ts';
import { GATEWAY_GROUP } from './gateway-api.ts';
import type { Listeners } from './listeners.ts';
import type { Backend } from './options/backend.ts';

/** What routes are attached to: those that serve, and those that only lead to HTTPS. */
export type ParentRefs = { serve: JsonObject[]; redirect: JsonObject[] };

/** A Gateway or ListenerSet, as a route of some namespace refers to it. */
export type RouteParent = { kind: 'Gateway' | 'ListenerSet'; namespace: string; name: string };

/** A reference to a parent, or to one of its listeners. */
export function parentRef(
  { kind, namespace, name }: RouteParent,
  routeNamespace: string,
  listener?: string,
): JsonObject {
  return {
    ...(kind === 'Gateway' ? {} : { group: GATEWAY_GROUP, kind }),
    ...(namespace === routeNamespace ? {} : { namespace }),
    name,
    ...(listener === undefined ? {} : { sectionName: listener }),
  };
}

/**
 * References to the listeners of one parent.
 * @param redirect whether those for HTTP only lead to those for HTTPS
 */
export function listenerRefs(
  parent: RouteParent,
  routeNamespace: string,
  { http, https }: Listeners,
  redirect: boolean,
): ParentRefs {
  const refs = (names: readonly string[]): JsonObject[] =>
    names.map((name) => parentRef(parent, routeNamespace, name));
  return redirect
    ? { serve: refs(https), redirect: refs(http) }
    : { serve: refs([...http, ...https]), redirect: [] };
}

/** A reference to a Service whose requests a mesh is to lead. */
export function serviceParentRef(
  { namespace, name, port }: Backend,
  routeNamespace: string,
): JsonObject {
  return {
    group: '',
    kind: 'Service',
    ...(namespace === routeNamespace ? {} : { namespace }),
    name,
    port,
  };
}
