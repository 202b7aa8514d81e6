import type { Condition } from '../cluster/conditions.ts';
import { groupKindKey } from '../manifest/object.ts';
import type { GroupKind } from '../manifest/object.ts';

/*
 * Reasons of a condition that is False which only a change of the object can end, by the kind's own specification:
 * `[group, kind, condition, reason]`. A reason that time, another object or a restart may end is not one of them,
 * since a first boot has to heal; so `InvalidParameters` of a GatewayClass is not here: it also stands for
 * parameters that do not exist yet.
 */
const TERMINAL = new Set(
  (
    [
      // "the implementation doesn't support user-defined GatewayClasses"
      ['gateway.networking.k8s.io', 'GatewayClass', 'Accepted', 'Unsupported'],
    ] as const
  ).map(([group, kind, type, reason]) => keyOf({ group, kind }, type, reason)),
);

/** Whether a condition, of the object's current generation, will not become True by waiting. */
export function isTerminal(kind: GroupKind, { type, status, reason }: Condition): boolean {
  return status === 'False' && TERMINAL.has(keyOf(kind, type, reason));
}

function keyOf(kind: GroupKind, type: string, reason: string): string {
  return `${groupKindKey(kind)} ${type} ${reason}`;
}
