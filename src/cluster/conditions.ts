import { isJsonObject, valueAt } from '../manifest/json.ts';

/** A condition of a live object, as most kinds have them in `status.conditions`. */
export type Condition = {
  type: string;
  /** `True`, `False` or `Unknown`. */
  status: string;
  reason: string;
  message: string;
  /** The generation that it speaks of; undefined where the controller does not say. */
  observedGeneration: number | undefined;
  /** When its status last changed, as the API server writes times; `''` where the controller does not say. */
  lastTransitionTime: string;
};

/** The condition of that type, if the object has it. */
export function findCondition(object: unknown, type: string): Condition | undefined {
  const conditions = valueAt(object, ['status', 'conditions']);
  const found = (Array.isArray(conditions) ? conditions : [])
    .filter(isJsonObject)
    .find((each) => each.type === type);
  if (found === undefined) return undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const { observedGeneration } = found;
  return {
    type,
    status: text(found.status),
    reason: text(found.reason),
    message: text(found.message),
    observedGeneration: typeof observedGeneration === 'number' ? observedGeneration : undefined,
    lastTransitionTime: text(found.lastTransitionTime),
  };
}
