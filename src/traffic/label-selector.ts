import { isJsonObject, listAt, textAt, valueAt } from '../manifest/json.ts';
import { textsAt } from './live-object.ts';

/**
 * Whether labels are what a LabelSelector asks for; an empty one asks for nothing
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements).
 */
export function selects(selector: unknown, labels: unknown): boolean {
  const wanted = valueAt(selector, ['matchLabels']);
  return (
    Object.entries(isJsonObject(wanted) ? wanted : {}).every(
      ([key, value]) => valueAt(labels, [key]) === value,
    ) && listAt(selector, ['matchExpressions']).every((expression) => meets(labels, expression))
  );
}

function meets(labels: unknown, expression: unknown): boolean {
  const value = valueAt(labels, [textAt(expression, ['key'])]);
  const isOneOf = typeof value === 'string' && textsAt(expression, ['values']).includes(value);
  switch (textAt(expression, ['operator'])) {
    case 'In':
      return isOneOf;
    case 'NotIn':
      return !isOneOf;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
