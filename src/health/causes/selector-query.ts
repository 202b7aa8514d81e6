import { isJsonObject, listAt, textAt, valueAt } from '../../manifest/json.ts';

const OPERATORS: Readonly<Record<string, (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/**
 * The part of a query that selects what a LabelSelector selects; undefined for one that selects everything, and
 * for what is none.
 */
export function selectorQuery(selector: unknown): string | undefined {
  const labels = labelsText(valueAt(selector, ['matchLabels']));
  const expressions = listAt(selector, ['matchExpressions']).map((each) => {
    const values = listAt(each, ['values']).join(',');
    const operator = textAt(each, ['operator']);
    return Object.hasOwn(OPERATORS, operator)
      ? OPERATORS[operator]?.(textAt(each, ['key']), values)
      : undefined;
  });
  // Half a selector would select what is another's.
  if (expressions.includes(undefined)) return undefined;
  return query([...labels, ...expressions]);
}

/** The same for a Service's selector, which has labels alone. */
export function labelsQuery(labels: unknown): string | undefined {
  return query(labelsText(labels));
}

function labelsText(labels: unknown): string[] {
  if (!isJsonObject(labels)) return [];
  return Object.keys(labels).map((key) => `${key}=${textAt(labels, [key])}`);
}

function query(terms: readonly (string | undefined)[]): string | undefined {
  return terms.length === 0 ? undefined : `labelSelector=${encodeURIComponent(terms.join(','))}`;
}
