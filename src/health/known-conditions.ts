import { groupKindKey } from '../manifest/object.ts';
import type { GroupKind } from '../manifest/object.ts';

/**
 * The condition that tells whether an object of a well-known kind does its work, from the kind's own
 * specification (https://gateway-api.sigs.k8s.io/geps/gep-1364/ for the Gateway API).
 */
const CONDITIONS = new Map(
  (
    [
      ['gateway.networking.k8s.io', 'GatewayClass', 'Accepted'],
      ['gateway.networking.k8s.io', 'Gateway', 'Programmed'],
      ['apiregistration.k8s.io', 'APIService', 'Available'],
    ] as const
  ).map(([group, kind, condition]) => [groupKindKey({ group, kind }), condition]),
);

/** The condition to wait for on objects of this kind; undefined where none is known. */
export function knownCondition(kind: GroupKind): string | undefined {
  return CONDITIONS.get(groupKindKey(kind));
}
