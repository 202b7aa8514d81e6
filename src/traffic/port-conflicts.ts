import { valueAt } from '../manifest/json.ts';
import { addressesOf } from './judge-gateway.ts';
import type { Cause } from './link.ts';
import type { Listener } from './listener.ts';
import { shortName } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import { belongsTo, shareAddress } from './port-claims.ts';
import type { PortClaim } from './port-claims.ts';
import { said } from './said.ts';

/**
 * Who has the port of a Gateway's listener on the node already, and which of the two wins.
 *
 * MicroShift gives every LoadBalancer Service the address of its node, and none to one whose port number another
 * Service with an address has (its pkg/loadbalancerservice): so whoever has the address keeps the port. Its router
 * gets its addresses without that question, and pods with a hostPort are not asked for at all: then two may have
 * the same port of the same address, and nothing defines which of them answers.
 */
export function findPortConflict(
  claims: readonly PortClaim[],
  gateway: LiveObject,
  { port, protocol }: Listener,
): Cause | undefined {
  if (port === undefined) return undefined;
  const transport = protocol === 'UDP' ? 'UDP' : 'TCP';
  const [own, others] = split(claims, gateway);
  const rivals = others.filter((claim) => claim.port === port && claim.addresses.length > 0);
  const onTransport = rivals.filter((claim) => claim.protocol === transport);

  for (const claim of own) {
    if (claim.port !== port || claim.protocol !== transport) continue;
    if (claim.addresses.length === 0) {
      const holder = rivals.find(({ via }) => via === 'LoadBalancer');
      if (holder !== undefined) return taken(port, holder);
    }
    const rival = onTransport.find(
      (other) => !areBothNodes(claim, other) && shareAddress(claim.addresses, other.addresses),
    );
    if (rival !== undefined) return shared(port, claim, rival);
  }
  const isKnown = own.some(({ via }) => via !== 'NodePort');
  if (isKnown || !lacksAddress(gateway)) return undefined;
  // Not every controller labels what it makes: but a Gateway that gets no address says that it wants one.
  const holder = onTransport.find(({ via }) => via !== 'NodePort');
  return holder === undefined ? undefined : taken(port, holder);
}

/** The scheduler keeps pods with the same hostPort apart, and the API server Services with the same nodePort. */
function areBothNodes(one: PortClaim, other: PortClaim): boolean {
  return one.via === other.via && one.via !== 'LoadBalancer';
}

function split(
  claims: readonly PortClaim[],
  { id }: LiveObject,
): [own: PortClaim[], others: PortClaim[]] {
  const { own = [], others = [] } = Object.groupBy(claims, (claim) =>
    belongsTo(claim, id) ? 'own' : 'others',
  );
  return [own, others];
}

function taken(port: number, holder: PortClaim): Cause {
  return {
    code: 'port-taken',
    message: `port ${port} is taken on the node: ${claimName(holder)} has it and keeps it, so the Gateway gets no address`,
    fix: `give the listener another port, or free port ${port} of ${shortName(holder.owner.id)} (of MicroShift's router: ingress.ports in /etc/microshift/config.yaml)`,
  };
}

function shared(port: number, own: PortClaim, rival: PortClaim): Cause {
  const addresses = own.addresses.filter((address) => rival.addresses.includes(address));
  return {
    code: 'port-shared',
    message: `port ${port} of ${addresses.join(', ')} is also that of ${claimName(rival)}: which of the two answers is not defined`,
    fix: `give the listener another port, or free port ${port} of ${shortName(rival.owner.id)} (of MicroShift's router: ingress.ports or ingress.listenAddress in /etc/microshift/config.yaml)`,
  };
}

const VIA = {
  LoadBalancer: 'a LoadBalancer',
  NodePort: 'by a nodePort',
  hostPort: 'by a hostPort',
};

function claimName({ owner, via }: PortClaim): string {
  return `${shortName(owner.id)} (${VIA[via]})`;
}

/** Whether a controller has taken a Gateway, and cannot give it an address. */
function lacksAddress(gateway: LiveObject): boolean {
  const status = valueAt(gateway.object, ['status']);
  if (said(status, 'Accepted', gateway.generation).says !== 'true') return false;
  const programmed = said(status, 'Programmed', gateway.generation);
  if (programmed.says === 'true') return addressesOf(gateway).length === 0;
  return (
    programmed.says === 'false' && ['AddressNotAssigned', 'Pending'].includes(programmed.reason)
  );
}
