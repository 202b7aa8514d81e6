import { textAt } from '../manifest/json.ts';
import { attach } from './attach.ts';
import { indexObjects } from './cluster-index.ts';
import type { ClusterIndex } from './cluster-index.ts';
import { findOverlaps } from './hostname-overlaps.ts';
import type { Attached, Overlap } from './hostname-overlaps.ts';
import { judgeClass } from './judge-class.ts';
import { judgeGateway } from './judge-gateway.ts';
import { byPrecedence, isAllowed, judgeListenerSet, parentOf } from './judge-listener-set.ts';
import { judgeListener } from './judge-listener.ts';
import { blameOf, linkName, linkOf } from './link.ts';
import type { Cause, Link, Verdict } from './link.ts';
import { listenerPart, listenersOf } from './listener.ts';
import type { Listener } from './listener.ts';
import { GATEWAY_GROUP } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { meshLinks } from './mesh-links.ts';
import { orphanLinks } from './orphan-links.ts';
import { portClaims } from './port-claims.ts';
import type { PortClaim } from './port-claims.ts';
import { findPortConflict } from './port-conflicts.ts';
import { isParent } from './reference.ts';
import { attemptsOf, routeLink } from './route-link.ts';
import type { Attempt } from './route-link.ts';
import type { TrafficObjects } from './traffic-objects.ts';

/** The way of traffic: trees of links, and the hostnames that others claim too. */
export type Traffic = { links: Link[]; overlaps: Overlap[] };

/**
 * Judges the way that traffic takes through a cluster: GatewayClass, Gateway, listener, route, backend; Services that
 * are parents, in a mesh; and routes whose parent is not there. A route stands below each listener that takes it.
 */
export function judgeTraffic(objects: TrafficObjects): Traffic {
  const cluster = indexObjects(objects);
  // Who has a port can only be told where everyone is known who may have it.
  const isPartial = ['Service', 'Node', 'Pod'].some((kind) => objects.unread.has(kind));
  const claims = isPartial ? [] : portClaims(objects);
  const attempts = attemptsOf(cluster);
  const attached: Attached[] = [];
  const named = [...cluster.gateways.values()].map(classOf);
  const names = [...new Set([...cluster.classes.keys(), ...named])].toSorted();
  const links = [
    ...names.map((name) => classLink({ cluster, claims, attempts, attached }, name)),
    ...meshLinks(cluster, attempts),
    ...orphanLinks(cluster, attempts),
  ];
  return { links, overlaps: findOverlaps(objects, claims, attached) };
}

/** Everything that the judging of one cluster needs at hand. */
type Context = {
  cluster: ClusterIndex;
  claims: readonly PortClaim[];
  attempts: readonly Attempt[];
  /** Collects the routes at the listeners that take them. */
  attached: Attached[];
};

/** A listener that has been judged by itself, before what is to blame for its Gateway is known. */
type Judged = { listener: Listener; verdict: Verdict; port: Cause | undefined };

function classOf({ object }: LiveObject): string {
  return textAt(object, ['spec', 'gatewayClassName']);
}

function classLink(context: Context, name: string): Link {
  const { classes, gateways } = context.cluster;
  const id = { group: GATEWAY_GROUP, kind: 'GatewayClass', namespace: '', name };
  const link = linkOf(id, '', judgeClass(context.cluster, classes.get(name)), undefined);
  const controller = textAt(classes.get(name)?.object, ['spec', 'controllerName']);
  link.links = [...gateways.values()]
    .filter((gateway) => classOf(gateway) === name)
    .map((gateway) => gatewayLink(context, gateway, controller, blameOf(link)));
  return link;
}

function gatewayLink(
  context: Context,
  gateway: LiveObject,
  controller: string,
  above: string | undefined,
): Link {
  const { cluster, claims } = context;
  const before: Listener[] = [];
  const judge = (listener: Listener, others: readonly Listener[]): Judged => {
    const port = findPortConflict(claims, gateway, listener);
    return { listener, verdict: judgeListener(cluster, listener, others, port), port };
  };
  const judgeNext = (listener: Listener): Judged => {
    const judged = judge(listener, before);
    before.push(listener);
    return judged;
  };
  const own = listenersOf(gateway).map(judgeNext);
  const sets = cluster.listenerSets
    .filter((set) => isParent(parentOf(set), gateway))
    .toSorted(byPrecedence)
    .map((set) => {
      const isIn = isAllowed(cluster, set, gateway);
      const judged = listenersOf(set).map((each) => (isIn ? judgeNext(each) : judge(each, [])));
      return { set, judged };
    });

  const all = [...own, ...sets.flatMap(({ judged }) => judged)];
  const { verdict, blockedBy } = judgeGateway(gateway, all.map(bareLink));
  const link = linkOf(gateway.id, '', verdict, above ?? blockedBy);
  const place = { gateway, controller, blame: blameOf(link) };
  link.links = [
    ...listenerLinks(context, gateway, own, place),
    ...sets.map(({ set, judged }) => {
      const word = judgeListenerSet(cluster, set, gateway, judged.map(bareLink));
      const setLink = linkOf(set.id, '', word.verdict, place.blame ?? word.blockedBy);
      const inSet = { ...place, blame: blameOf(setLink) };
      setLink.links = listenerLinks(context, set, judged, inSet);
      return setLink;
    }),
  ];
  return link;
}

function bareLink({ listener, verdict }: Judged): Link {
  return linkOf(listener.owner.id, listenerPart(listener), verdict, undefined);
}

/** Below which Gateway links are, by which controller, and who is to blame for all that is there. */
type Place = { gateway: LiveObject; controller: string; blame: string | undefined };

/** The listeners of a Gateway or ListenerSet with their routes, and the routes that none of them takes. */
function listenerLinks(
  { cluster, attempts, attached }: Context,
  owner: LiveObject,
  judged: readonly Judged[],
  { gateway, controller, blame }: Place,
): Link[] {
  const offered = judged.map(({ listener }) => listener);
  const tried = attempts
    .filter(({ parent }) => isParent(parent, owner))
    .map((attempt) => ({
      ...attempt,
      ...attach(cluster, attempt.route, attempt.parent, offered),
    }));
  const links = judged.map(({ listener, verdict, port }) => {
    const part = listenerPart(listener);
    // What blocks the Gateway may be this listener: it is not blocked by itself.
    const isCulprit = blame === linkName({ id: owner.id, part });
    const link = linkOf(owner.id, part, verdict, isCulprit ? undefined : blame);
    const taken = tried.filter(({ listeners }) => listeners.includes(listener));
    attached.push(...taken.map(({ route }) => ({ route, gateway, listener, port })));
    link.links = taken.map(({ route, parent }) =>
      routeLink(cluster, { route, parent }, { controller, blame: blameOf(link) }),
    );
    return link;
  });
  const refused = tried.flatMap(({ route, parent, refusal }) =>
    refusal === undefined
      ? []
      : [routeLink(cluster, { route, parent }, { refusal, controller, blame })],
  );
  return [...links, ...refused];
}
