import { findCondition } from '../cluster/conditions.ts';
import type { Condition } from '../cluster/conditions.ts';
import { valueAt } from '../manifest/json.ts';
import { HEALTHY, failed, unhealthy } from './check.ts';
import type { Judge } from './check.ts';

/**
 * Whether a condition is True at the object's current generation. A condition that does not say which
 * generation it speaks of is taken for that of `status.observedGeneration`; where neither is there, for
 * current, since nothing then tells old from new.
 */
export function judgeCondition(type: string): Judge {
  return (live) => {
    if (live === undefined) return unhealthy('does not exist');
    const condition = findCondition(live, type);
    if (condition === undefined) return unhealthy(`has no condition ${type} yet`);
    const generation = numberAt(live, ['metadata', 'generation']) ?? 0;
    const observed =
      condition.observedGeneration ?? numberAt(live, ['status', 'observedGeneration']);
    if (observed !== undefined && observed < generation) {
      return unhealthy(
        `its condition ${type} speaks of generation ${observed}, but the object is at ${generation}`,
      );
    }
    if (condition.status === 'True') return HEALTHY;
    const details = [condition.reason, condition.message].filter((part) => part !== '').join(': ');
    const reason = `its condition ${type} is ${condition.status || 'empty'}${details === '' ? '' : ` (${details})`}`;
    return isTerminal(type, condition) ? failed(reason) : unhealthy(reason);
  };
}

/**
 * Reasons after which a controller does not look again before somebody changes the object. Gateway API:
 * GatewayClassReasonUnsupported, apis/v1/gatewayclass_types.go.
 */
const TERMINAL: Record<string, readonly string[]> = { Accepted: ['Unsupported'] };

function isTerminal(type: string, { status, reason }: Condition): boolean {
  return status === 'False' && (TERMINAL[type] ?? []).includes(reason);
}

function numberAt(value: unknown, path: readonly string[]): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}
