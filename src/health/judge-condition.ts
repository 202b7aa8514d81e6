import { findCondition } from '../cluster/conditions.ts';
import { valueAt } from '../manifest/json.ts';
import type { GroupKind } from '../manifest/object.ts';
import { HEALTHY, ofLasting, unhealthy } from './check.ts';
import type { Judge } from './check.ts';
import { isTerminal } from './terminal-reasons.ts';

/**
 * Whether a condition is True at the object's current generation. A condition that does not say which
 * generation it speaks of is taken for that of `status.observedGeneration`; where neither is there, for
 * current, since nothing then tells old from new.
 * @param kind of the object: some kinds have reasons that are final
 */
export function judgeCondition(type: string, kind?: GroupKind): Judge {
  return ofLasting((live) => {
    const condition = findCondition(live, type);
    if (condition === undefined) return unhealthy(`has no condition ${type} yet`);
    const generation = numberAt(live, ['metadata', 'generation']) ?? 0;
    const observed =
      condition.observedGeneration ?? numberAt(live, ['status', 'observedGeneration']);
    if (observed !== undefined && observed < generation) {
      return unhealthy(
        `its condition ${type} speaks of generation ${observed}, but the object is at ${generation}`,
        'NotObserved',
      );
    }
    if (condition.status === 'True') return HEALTHY;
    const details = [condition.reason, condition.message].filter((part) => part !== '').join(': ');
    return unhealthy(
      `its condition ${type} is ${condition.status || 'empty'}${details === '' ? '' : ` (${details})`}`,
      kind !== undefined && isTerminal(kind, condition) ? 'TerminalCondition' : undefined,
    );
  });
}

function numberAt(value: unknown, path: readonly string[]): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}
