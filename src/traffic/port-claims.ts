import { listAt, textAt } from '../manifest/json.ts';
import type { ObjectId } from '../manifest/object.ts';
import { addressesOf } from './judge-gateway.ts';
import { liveObjects, numberAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';
import type { TrafficObjects } from './traffic-objects.ts';

/** A port that something listens on for clients outside of the cluster. */
export type PortClaim = {
  owner: LiveObject;
  via: 'LoadBalancer' | 'NodePort' | 'hostPort';
  port: number;
  protocol: string;
  /** Empty for a LoadBalancer that has got none (yet). */
  addresses: string[];
};

/** Labels what a controller makes for a Gateway (https://gateway-api.sigs.k8s.io/geps/gep-1762/). */
const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

const EVERY_ADDRESS = new Set(['', '0.0.0.0', '::']);

/** Everything that claims a port of a node or of a load balancer. */
export function portClaims({ services, pods, nodes }: TrafficObjects): PortClaim[] {
  const byNode = new Map(
    nodes.map((node) => [
      textAt(node, ['metadata', 'name']),
      listAt(node, ['status', 'addresses']).map((address) => textAt(address, ['address'])),
    ]),
  );
  const ofNodes = [...byNode.values()].flat();
  const claims = [
    ...liveObjects(services, { group: '', kind: 'Service' }).flatMap((service) =>
      serviceClaims(service, ofNodes),
    ),
    ...liveObjects(pods, { group: '', kind: 'Pod' }).flatMap((pod) => podClaims(pod, byNode)),
  ];
  // What has no address has nothing: a pod that is on no node, maybe since its port is taken there.
  return claims.filter(({ via, addresses }) => via === 'LoadBalancer' || addresses.length > 0);
}

function serviceClaims(owner: LiveObject, ofNodes: string[]): PortClaim[] {
  const { object } = owner;
  const isLoadBalancer = textAt(object, ['spec', 'type']) === 'LoadBalancer';
  const addresses = listAt(object, ['status', 'loadBalancer', 'ingress'])
    .map((ingress) => textAt(ingress, ['ip']) || textAt(ingress, ['hostname']))
    .filter((address) => address !== '');
  return listAt(object, ['spec', 'ports']).flatMap((each): PortClaim[] => {
    const port = numberAt(each, ['port']);
    const nodePort = numberAt(each, ['nodePort']);
    const protocol = textAt(each, ['protocol']) || 'TCP';
    return [
      ...(isLoadBalancer && port !== undefined
        ? [{ owner, protocol, via: 'LoadBalancer' as const, port, addresses }]
        : []),
      ...(nodePort === undefined
        ? []
        : [{ owner, protocol, via: 'NodePort' as const, port: nodePort, addresses: ofNodes }]),
    ];
  });
}

/** Of the node that it is on. */
function podClaims(owner: LiveObject, byNode: ReadonlyMap<string, string[]>): PortClaim[] {
  const ofNode = byNode.get(textAt(owner.object, ['spec', 'nodeName'])) ?? [];
  return listAt(owner.object, ['spec', 'containers'])
    .flatMap((container) => listAt(container, ['ports']))
    .flatMap((each): PortClaim[] => {
      const port = numberAt(each, ['hostPort']) ?? 0;
      const protocol = textAt(each, ['protocol']) || 'TCP';
      const ip = textAt(each, ['hostIP']);
      const addresses = EVERY_ADDRESS.has(ip) ? ofNode : [ip];
      return port === 0 ? [] : [{ owner, via: 'hostPort', port, protocol, addresses }];
    });
}

/** Whether a controller has made the owner of a claim for a Gateway. */
export function belongsTo({ owner: { id, object } }: PortClaim, gateway: ObjectId): boolean {
  if (id.namespace !== gateway.namespace) return false;
  return (
    textAt(object, ['metadata', 'labels', GATEWAY_NAME]) === gateway.name ||
    listAt(object, ['metadata', 'ownerReferences']).some(
      (reference) =>
        textAt(reference, ['kind']) === 'Gateway' && textAt(reference, ['name']) === gateway.name,
    )
  );
}

/** Whether two claims are for an address that both have. */
export function shareAddress(one: readonly string[], other: readonly string[]): boolean {
  return one.some((address) => other.includes(address));
}

/** The addresses at which a Gateway is found, by its own Services, else by what its controller says. */
export function gatewayAddresses(claims: readonly PortClaim[], gateway: LiveObject): string[] {
  const own = claims.filter(
    (claim) => claim.via === 'LoadBalancer' && belongsTo(claim, gateway.id),
  );
  return own.length > 0
    ? [...new Set(own.flatMap(({ addresses }) => addresses))]
    : addressesOf(gateway);
}
