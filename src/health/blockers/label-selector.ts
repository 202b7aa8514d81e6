import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';

/** The query of a workload's `spec.selector`, as lists and watches take it; empty where it selects nothing. */
export function selectorQuery(workload: unknown): string {
  const labels = valueAt(workload, ['spec', 'selector', 'matchLabels']);
  const expressions = listAt(workload, ['spec', 'selector', 'matchExpressions']);
  const terms = [
    ...Object.entries(isJsonObject(labels) ? labels : {}).map(
      ([key, value]) => `${key}=${textAt(value, [])}`,
    ),
    ...expressions.map(expressionTerm),
  ];
  return terms.length === 0 ? '' : `labelSelector=${encodeURIComponent(terms.join(','))}`;
}

function expressionTerm(expression: unknown): string {
  const key = textAt(expression, ['key']);
  const list = `(${listAt(expression, ['values']).map(String).join(',')})`;
  const operators: Record<string, string> = {
    In: `${key} in ${list}`,
    NotIn: `${key} notin ${list}`,
    Exists: key,
    DoesNotExist: `!${key}`,
  };
  return operators[textAt(expression, ['operator'])] ?? key;
}
