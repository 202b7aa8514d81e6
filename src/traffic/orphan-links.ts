import type { ClusterIndex } from './cluster-index.ts';
import { parentOf } from './judge-listener-set.ts';
import { linkOf, shown, unknown } from './link.ts';
import type { Cause, Link, Verdict } from './link.ts';
import { EXPERIMENTAL_GROUP, GATEWAY_GROUP, nameKey, shortName } from './live-object.ts';
import { isKind, isParent } from './reference.ts';
import type { Reference } from './reference.ts';
import { backendLinks, routeLink } from './route-link.ts';
import type { Attempt } from './route-link.ts';
import { statusFor } from './route-status.ts';

/** Routes and ListenerSets that have nothing above them. */
export function orphanLinks(cluster: ClusterIndex, attempts: readonly Attempt[]): Link[] {
  const sets = cluster.listenerSets
    .filter((set) => !cluster.gateways.has(nameKey(parentOf(set))))
    .map((set) => linkOf(set.id, '', lostVerdict(cluster, parentOf(set)), undefined));
  const alone = cluster.routes
    .filter(({ parents }) => parents.length === 0)
    .map((route) => {
      const verdict = shown(route.usesDefaults ? NO_DEFAULT : ALONE);
      return linkOf(route.id, '', verdict, undefined, backendLinks(cluster, route));
    });
  const owners = [...cluster.gateways.values(), ...cluster.listenerSets];
  const lost = attempts
    .filter(({ parent }) => !isKind(parent, '', 'Service'))
    .filter(({ parent }) => !owners.some((owner) => isParent(parent, owner)))
    .map((attempt) => lostLink(cluster, attempt));
  return [...sets, ...alone, ...lost];
}

/** A route whose parent is not there, or of a kind of which only a controller's word tells anything. */
function lostLink(cluster: ClusterIndex, attempt: Attempt): Link {
  const { route, parent } = attempt;
  const verdict = lostVerdict(cluster, parent);
  const isForeign = verdict.state === 'unknown' && !cluster.unread.has(parent.kind);
  const isToldOf = isForeign && statusFor(route, parent, '') !== undefined;
  if (isToldOf) return routeLink(cluster, attempt, { controller: '', blame: undefined });
  return linkOf(route.id, '', verdict, undefined, backendLinks(cluster, route));
}

const ALONE: Cause = {
  code: 'route-without-parent',
  message: 'has no parentRefs: no traffic reaches it',
  fix: 'name the Gateway in spec.parentRefs, or remove the route',
};

const NO_DEFAULT: Cause = {
  code: 'route-without-parent',
  message: 'has no parentRefs, and no default Gateway has taken it: no traffic reaches it',
  fix: 'name the Gateway in spec.parentRefs, or set spec.defaultScope of one',
};

function lostVerdict({ unread }: ClusterIndex, parent: Reference): Verdict {
  if (unread.has(parent.kind)) return unknown(`its parent ${shortName(parent)} could not be read`);
  const isKnown =
    isKind(parent, GATEWAY_GROUP, 'Gateway', 'ListenerSet') ||
    isKind(parent, EXPERIMENTAL_GROUP, 'XListenerSet');
  if (isKnown) return shown(noParent(parent));
  return unknown(`its parent, a ${parent.kind}, is its controller's own`);
}

function noParent(parent: Reference): Cause {
  return {
    code: 'parent-missing',
    message: `its parent ${shortName(parent)} does not exist`,
    fix: 'create it, or correct the parentRef: without a namespace it means the own one',
  };
}
