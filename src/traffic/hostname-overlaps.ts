import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { common } from './hostnames.ts';
import type { Cause } from './link.ts';
import { hasHostnames } from './listener.ts';
import type { Listener } from './listener.ts';
import { liveObjects, nameKey, shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { belongsTo, gatewayAddresses, shareAddress } from './port-claims.ts';
import type { PortClaim } from './port-claims.ts';
import type { Route } from './route.ts';
import type { TrafficObjects } from './traffic-objects.ts';

/** A hostname that a Gateway's route and a Route or Ingress both claim, and who answers for it. */
export type Overlap = {
  hostname: string;
  port: number;
  /** `HTTPRoute shop/hello`. */
  route: string;
  /** `Route shop/hello` or `Ingress shop/hello`. */
  other: string;
  winner: 'gateway' | 'other' | 'by-address' | 'undefined';
  /** Why, as a part of a sentence. */
  rule: string;
};

/** A route at a listener that takes it. */
export type Attached = {
  route: Route;
  gateway: LiveObject;
  listener: Listener;
  /** Why the listener cannot have its port. */
  port: Cause | undefined;
};

/** What a Route or an Ingress claims. */
type Claimed = { name: string; hostname: string; ports: number[] };

/**
 * Finds hostnames that both sides claim. Two proxies serve them, and a connection reaches one of them by its address
 * and port before any hostname is read: so who has the port has the hostname on it.
 */
export function findOverlaps(
  { openShiftRoutes, ingresses }: TrafficObjects,
  claims: readonly PortClaim[],
  attached: readonly Attached[],
): Overlap[] {
  const ofIngresses = liveObjects(ingresses, { group: 'networking.k8s.io', kind: 'Ingress' });
  const names = new Set(ofIngresses.map(({ id }) => nameKey(id)));
  // What the router makes of an Ingress claims nothing that the Ingress does not.
  const routes = liveObjects(openShiftRoutes, {
    group: 'route.openshift.io',
    kind: 'Route',
  }).filter((route) => !ownersOf(route).some((owner) => names.has(owner)));
  const others = [...routes.map(ofRoute), ...ofIngresses.flatMap(ofIngress)].filter(
    ({ hostname }) => hostname !== '',
  );
  const overlaps = attached
    .filter(({ listener }) => hasHostnames(listener))
    .flatMap((each) => others.flatMap((other) => overlapOf(each, other, claims)));
  const keyOf = ({ route, other, hostname, port }: Overlap): string =>
    [route, other, hostname, port].join(' ');
  return [...new Map(overlaps.map((overlap) => [keyOf(overlap), overlap])).values()];
}

function overlapOf(each: Attached, other: Claimed, claims: readonly PortClaim[]): Overlap[] {
  const { route, listener } = each;
  const own = (route.hostnames.length === 0 ? [''] : route.hostnames).flatMap(
    (name) => common(name, listener.hostname) ?? [],
  );
  const hostnames = own.flatMap((name) => common(name, other.hostname) ?? []);
  const { port } = listener;
  if (hostnames.length === 0 || port === undefined) return [];
  // Where every name is asked for, only a port that both are on is worth a word.
  if (own.includes('') && !other.ports.includes(port)) return [];
  const names = { route: shortName(route.id), other: other.name };
  const winner = winnerOf(each, port, other, claims);
  return hostnames.map((hostname) => ({ hostname, port, ...names, ...winner }));
}

/** The Ingresses that own an object. */
function ownersOf({ id, object }: LiveObject): string[] {
  return listAt(object, ['metadata', 'ownerReferences'])
    .filter((owner) => textAt(owner, ['kind']) === 'Ingress')
    .map((owner) => nameKey({ namespace: id.namespace, name: textAt(owner, ['name']) }));
}

/** A Route is served on 80 without TLS; with it on 443, and on 80 too where that is allowed or redirected. */
function ofRoute({ id, object }: LiveObject): Claimed {
  const host = textAt(object, ['spec', 'host']);
  const isWild = textAt(object, ['spec', 'wildcardPolicy']) === 'Subdomain';
  const tls = valueAt(object, ['spec', 'tls']);
  const insecure = textAt(tls, ['insecureEdgeTerminationPolicy']);
  const withTls = ['Allow', 'Redirect'].includes(insecure) ? [80, 443] : [443];
  return {
    name: shortName(id),
    hostname: isWild ? host.replace(/^[^.]*/, '*') : host,
    ports: tls === undefined ? [80] : withTls,
  };
}

function ofIngress({ id, object }: LiveObject): Claimed[] {
  const ports = listAt(object, ['spec', 'tls']).length > 0 ? [80, 443] : [80];
  return listAt(object, ['spec', 'rules']).map((rule) => ({
    name: shortName(id),
    hostname: textAt(rule, ['host']),
    ports,
  }));
}

function winnerOf(
  { gateway, port: cause }: Attached,
  port: number,
  other: Claimed,
  claims: readonly PortClaim[],
): Pick<Overlap, 'winner' | 'rule'> {
  if (!other.ports.includes(port)) {
    const ports = other.ports.join(' and ');
    return {
      winner: 'gateway',
      rule: `the Gateway answers on port ${port}, the other on ${ports}`,
    };
  }
  if (cause?.code === 'port-shared') {
    return { winner: 'undefined', rule: `both have port ${port} of the same address` };
  }
  const addresses = gatewayAddresses(claims, gateway);
  if (cause !== undefined || addresses.length === 0) {
    return { winner: 'other', rule: 'the Gateway has no address' };
  }
  const holders = claims.filter(
    (claim) => claim.port === port && claim.addresses.length > 0 && !belongsTo(claim, gateway.id),
  );
  const sharing = holders.find((holder) => shareAddress(holder.addresses, addresses));
  // Whether it is what the Gateway answers by, or a rival, nothing tells: not every controller labels what it makes.
  if (sharing !== undefined) {
    return {
      winner: 'undefined',
      rule: `${shortName(sharing.owner.id)} has port ${port} of the Gateway's address`,
    };
  }
  return holders.length > 0
    ? {
        winner: 'by-address',
        rule: `the Gateway answers at ${addresses.join(', ')}, the other at another address: it depends on where the name leads`,
      }
    : { winner: 'gateway', rule: `nobody else listens on port ${port}` };
}
