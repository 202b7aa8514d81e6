import type { Condition } from '../cluster/conditions.ts';
import { groupKindKey } from '../manifest/object.ts';
import type { GroupKind } from '../manifest/object.ts';

/*
 * What the reason of a condition that is not True says, by the kind's own specification: `[group, kind, condition,
 * reason, cause]`, with a cause of causes/cause-table.ts. `TerminalCondition` is a reason that only a change of the
 * object can end. One that time, another object or a restart may end is none, since a first boot has to heal; so
 * `InvalidParameters` of a GatewayClass is not here: it also stands for parameters that do not exist yet.
 */
const REASONS = new Map(
  (
    [
      // "the implementation doesn't support user-defined GatewayClasses"
      ['gateway.networking.k8s.io', 'GatewayClass', 'Accepted', 'Unsupported', 'TerminalCondition'],
      // kube-aggregator, pkg/controllers/status/remote/remote_available_controller.go
      ['apiregistration.k8s.io', 'APIService', 'Available', 'ServiceNotFound', 'ServiceMissing'],
      ['apiregistration.k8s.io', 'APIService', 'Available', 'ServicePortError', 'NoServicePort'],
      ['apiregistration.k8s.io', 'APIService', 'Available', 'EndpointsNotFound', 'NoEndpoint'],
      ['apiregistration.k8s.io', 'APIService', 'Available', 'MissingEndpoints', 'NoEndpoint'],
      [
        'apiregistration.k8s.io',
        'APIService',
        'Available',
        'FailedDiscoveryCheck',
        'ApiNotAnswering',
      ],
    ] as const
  ).map(([group, kind, type, reason, cause]) => [keyOf({ group, kind }, type, reason), cause]),
);

/**
 * The cause that a condition tells by its reason, where that is known; it is to be of the object's current
 * generation, and not True.
 * @param terminal reasons that are final for this object, whatever its kind
 */
export function causeOfCondition(
  kind: GroupKind,
  { type, status, reason }: Condition,
  terminal: readonly string[],
): string | undefined {
  // Unknown is what a controller says before it knows.
  if (status !== 'False') return undefined;
  if (terminal.includes(reason)) return 'TerminalCondition';
  return REASONS.get(keyOf(kind, type, reason));
}

function keyOf(kind: GroupKind, type: string, reason: string): string {
  return `${groupKindKey(kind)} ${type} ${reason}`;
}
