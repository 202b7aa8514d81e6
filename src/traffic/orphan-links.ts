import type { ClusterIndex } from './cluster-index.ts';
import { parentOf } from './judge-listener-set.ts';
import { linkOf, shown, unknown } from './link.ts';
import type { Cause, Link, Verdict } from './link.ts';
import { EXPERIMENTAL_GROUP, GATEWAY_GROUP, nameKey, shortName } from './live-object.ts';
import { isKind } from './reference.ts';
import type { Reference } from './reference.ts';
import { backendLinks, isParent } from './route-link.ts';
import type { Attempt } from './route-link.ts';

/** Routes and ListenerSets that have nothing above them. */
export function orphanLinks(cluster: ClusterIndex, attempts: readonly Attempt[]): Link[] {
  const sets = cluster.listenerSets
    .filter((set) => !cluster.gateways.has(nameKey(parentOf(set))))
    .map((set) => linkOf(set.id, '', lostVerdict(cluster, parentOf(set)), undefined));
  const alone = cluster.routes
    .filter(({ parents }) => parents.length === 0)
    .map((route) => linkOf(route.id, '', shown(ALONE), undefined, backendLinks(cluster, route)));
  const owners = [...cluster.gateways.values(), ...cluster.listenerSets];
  const lost = attempts
    .filter(({ parent }) => !isKind(parent, '', 'Service'))
    .filter(({ parent }) => !owners.some((owner) => isParent(parent, owner)))
    .map(({ route, parent }) =>
      linkOf(route.id, '', lostVerdict(cluster, parent), undefined, backendLinks(cluster, route)),
    );
  return [...sets, ...alone, ...lost];
}

const ALONE: Cause = {
  code: 'route-without-parent',
  message: 'has no parentRefs: no traffic reaches it',
  fix: 'name the Gateway in spec.parentRefs, or remove the route',
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
