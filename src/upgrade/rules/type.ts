import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaRule } from './rule.ts';
import { keyword, keywordText } from './rule.ts';

const INT_OR_STRING = 'x-kubernetes-int-or-string';

/** The types of the values that a schema takes; undefined for any type. */
export function typesOf(schema: JsonObject): ReadonlySet<string> | undefined {
  if (keyword(schema, INT_OR_STRING) !== undefined) return new Set(['integer', 'string']);
  const type = keywordText(schema, 'type', 'any');
  if (type === 'any') return undefined;
  // A whole number is a number.
  return new Set(type === 'number' ? ['integer', 'number'] : [type]);
}

/** Whether every value of the type that `before` takes has a type that `after` takes. */
export function keepsType(before: JsonObject, after: JsonObject): boolean {
  const [old, current] = [typesOf(before), typesOf(after)];
  return (
    current === undefined || (old !== undefined && [...old].every((type) => current.has(type)))
  );
}

export const typeRule: SchemaRule = {
  keywords: ['type', INT_OR_STRING],
  compare(before, after) {
    const [old, current] = [displayType(before), displayType(after)];
    if (old === current) return [];
    const values = { before: old, after: current };
    return keepsType(before, after)
      ? [{ ...values, change: 'type-widened', class: 'safe', message: 'more types are accepted' }]
      : [
          {
            ...values,
            change: 'type-changed',
            class: 'unsafe',
            message: `the type changes from ${old} to ${current}, so stored values are refused`,
          },
        ];
  },
};

/** The type of the values that a schema takes, for people. */
export function displayType(schema: JsonObject): string {
  if (keyword(schema, INT_OR_STRING) !== undefined) return 'int-or-string';
  return keywordText(schema, 'type', 'any');
}
