import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { groupKindKey } from '../manifest/object.ts';
import type { GroupKind } from '../manifest/object.ts';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** How an object of a well-known kind is addressed, and the condition that tells whether it does its work. */
export type KnownKind = KindInfo & { condition: string };

/**
 * By the kinds' own specifications (https://gateway-api.sigs.k8s.io/geps/gep-1364/ for the Gateway API). A user's
 * tree has such objects without their CRDs.
 */
const KNOWN = new Map<string, KnownKind>(
  (
    [
      [GATEWAY_API, 'GatewayClass', 'gatewayclasses', false, 'Accepted'],
      [GATEWAY_API, 'Gateway', 'gateways', true, 'Programmed'],
      ['apiregistration.k8s.io', 'APIService', 'apiservices', false, 'Available'],
    ] as const
  ).map(([group, kind, plural, namespaced, condition]) => [
    groupKindKey({ group, kind }),
    { plural, namespaced, condition },
  ]),
);

/** What is known of a kind; undefined where nothing is. */
export function knownKind(kind: GroupKind): KnownKind | undefined {
  return KNOWN.get(groupKindKey(kind));
}
