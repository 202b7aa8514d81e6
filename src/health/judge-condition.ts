import { findCondition } from '../cluster/conditions.ts';
import { listAt, textAt, valueAt } from '../manifest/json.ts';
import type { GroupKind } from '../manifest/object.ts';
import { HEALTHY, healthySince, ofLasting, unhealthy } from './check.ts';
import type { Judge } from './check.ts';
import { causeOfCondition } from './condition-reasons.ts';

/**
 * Whether a condition is True at the object's current generation. A condition that does not say which
 * generation it speaks of is taken for that of `status.observedGeneration`; where neither is there, for
 * current, since nothing then tells old from new.
 * @param kind of the object: the reasons of some kinds tell the cause
 * @param terminal reasons that are final for this object
 */
export function judgeCondition(
  type: string,
  kind: GroupKind,
  terminal: readonly string[] = [],
): Judge {
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
    if (condition.status === 'True') return healthySince(condition);
    const details = [condition.reason, condition.message].filter((part) => part !== '').join(': ');
    return unhealthy(
      `its condition ${type} is ${condition.status || 'empty'}${details === '' ? '' : ` (${details})`}`,
      causeOfCondition(kind, condition, terminal),
    );
  });
}

/**
 * Judges a list of objects, of which each has to be healthy, as far as it is there: none at all is healthy, and so is
 * one that is being deleted.
 * @param judge of one of them
 */
export function judgeEach(judge: Judge): Judge {
  return (live) => {
    for (const each of listAt(live, [])) {
      if (textAt(each, ['metadata', 'deletionTimestamp']) !== '') continue;
      const verdict = judge(each);
      if (verdict.healthy) continue;
      const namespace = textAt(each, ['metadata', 'namespace']);
      const name = textAt(each, ['metadata', 'name']);
      const shown = namespace === '' ? name : `${namespace}/${name}`;
      return { ...verdict, reason: `${shown}: ${verdict.reason}` };
    }
    return HEALTHY;
  };
}

function numberAt(value: unknown, path: readonly string[]): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}
