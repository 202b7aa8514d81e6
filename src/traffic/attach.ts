import { textAt, valueAt } from '../manifest/json.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { intersect } from './hostnames.ts';
import { selects } from './label-selector.ts';
import type { Cause } from './link.ts';
import { hasHostnames } from './listener.ts';
import type { Listener } from './listener.ts';
import { shortName } from './live-object.ts';
import type { Reference } from './reference.ts';
import { takesKind } from './route-kinds.ts';
import type { Route } from './route.ts';

/** Where a reference of a route to a parent leads to: the listeners that take the route, or why none does. */
export type Attachment = { listeners: Listener[]; refusal?: Cause };

/**
 * Finds the listeners that a route attaches to by a parentRef
 * (https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways).
 * @param offered all listeners of the parent
 */
export function attach(
  cluster: ClusterIndex,
  route: Route,
  ref: Reference,
  offered: readonly Listener[],
): Attachment {
  const meant = offered.filter(
    ({ name, port }) =>
      (ref.sectionName === '' || name === ref.sectionName) &&
      (ref.port === undefined || port === ref.port),
  );
  if (meant.length === 0) return { listeners: [], refusal: noSuchListener(ref, offered) };
  const judged = meant.map((listener) => ({ listener, ...refusalOf(cluster, route, listener) }));
  const listeners = judged
    .filter(({ refusal }) => refusal === undefined)
    .map(({ listener }) => listener);
  // The one that comes closest is most likely the one that was meant.
  const [closest] = judged.toSorted((a, b) => b.passed - a.passed);
  return listeners.length > 0 || closest?.refusal === undefined
    ? { listeners }
    : { listeners, refusal: closest.refusal };
}

function noSuchListener(ref: Reference, offered: readonly Listener[]): Cause {
  const asked = [
    ...(ref.sectionName === '' ? [] : [`called ${ref.sectionName}`]),
    ...(ref.port === undefined ? [] : [`on port ${ref.port}`]),
  ].join(' ');
  const there = offered.map(({ name, port }) => `${name}${port === undefined ? '' : `:${port}`}`);
  return {
    code: 'listener-missing',
    message: `${shortName(ref)} has no listener ${asked}; it has ${there.join(', ') || 'none'}`,
    fix: 'correct sectionName or port of the parentRef, or add the listener',
  };
}

/** Why a listener does not take a route, and how many of the questions it passed. */
function refusalOf(
  cluster: ClusterIndex,
  route: Route,
  listener: Listener,
): { passed: number; refusal?: Cause } {
  const name = `listener ${listener.name} of ${shortName(listener.owner.id)}`;
  if (!takesNamespace(cluster, route, listener)) {
    const from = fromOf(listener);
    const label = from === 'Selector' ? ', or label the namespace as its selector asks' : '';
    return {
      passed: 0,
      refusal: {
        code: 'namespace-not-allowed',
        message: `${name} takes no routes of namespace ${route.id.namespace}: ${REFUSALS.get(from) ?? from}`,
        fix: `allow it in allowedRoutes.namespaces of the listener${label}, or move the route`,
      },
    };
  }
  if (!takesKind(listener, route.id)) {
    return {
      passed: 1,
      refusal: {
        code: 'kind-not-allowed',
        message: `${name} (${listener.protocol}) takes no ${route.id.kind}s`,
        fix: `add ${route.id.kind} to allowedRoutes.kinds of the listener if its protocol can carry it, or use another listener`,
      },
    };
  }
  const isMeant =
    !hasHostnames(listener) ||
    route.hostnames.length === 0 ||
    route.hostnames.some((hostname) => intersect(hostname, listener.hostname));
  if (isMeant) return { passed: 3 };
  return {
    passed: 2,
    refusal: {
      code: 'hostname-mismatch',
      message: `${name} is for ${listener.hostname}, which ${route.hostnames.join(', ')} is not`,
      fix: 'correct hostnames of the route, or hostname of the listener',
    },
  };
}

const REFUSALS = new Map([
  ['Same', 'only of its own'],
  ['None', 'of none'],
  ['Selector', 'its labels are not what the selector asks for'],
]);

function fromOf({ spec }: Listener): string {
  return textAt(spec, ['allowedRoutes', 'namespaces', 'from']) || 'Same';
}

function takesNamespace(cluster: ClusterIndex, { id }: Route, listener: Listener): boolean {
  const { owner, spec } = listener;
  const selector = valueAt(spec, ['allowedRoutes', 'namespaces', 'selector']);
  return allowsNamespace(cluster, fromOf(listener), selector, owner.id.namespace, id.namespace);
}

/** Whether a rule of the form `{from, selector}` in one namespace lets another in. */
export function allowsNamespace(
  { namespaces, unread }: ClusterIndex,
  from: string,
  selector: unknown,
  own: string,
  other: string,
): boolean {
  switch (from) {
    case 'Same':
      return own === other;
    case 'None':
      return false;
    case 'Selector':
      return unread.has('Namespace') || selects(selector, namespaces.get(other));
    default:
      return true;
  }
}
