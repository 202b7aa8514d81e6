import { isJsonObject, valueAt } from '../../manifest/json.ts';
import type { JsonObject } from '../../manifest/json.ts';
import type { SchemaChange } from '../crd-change.ts';
import type { SchemaRule } from './rule.ts';
import { keywordList } from './rule.ts';

export const requiredRule: SchemaRule = {
  keywords: ['required'],
  compare(before, after) {
    const [old, current] = [requiredOf(before), requiredOf(after)];
    const added = [...current].filter((property) => !old.has(property));
    const dropped = [...old]
      .filter((property) => !current.has(property))
      // Where the field itself goes, that is what counts.
      .filter((property) => isNamed(after, property) || !isNamed(before, property));
    return [
      ...added.map((property) =>
        hasDefault(after, property) ? requiredWithDefault(property) : required(property),
      ),
      ...dropped.map(optional),
    ];
  },
};

function requiredOf(schema: JsonObject): ReadonlySet<string> {
  return new Set(keywordList(schema, 'required').map(String));
}

function isNamed(schema: JsonObject, property: string): boolean {
  return isJsonObject(valueAt(schema, ['properties', property]));
}

function hasDefault(schema: JsonObject, property: string): boolean {
  return (valueAt(schema, ['properties', property, 'default']) ?? null) !== null;
}

function required(property: string): SchemaChange {
  const message = 'the field has to be there, so stored objects without it are refused';
  return { ...REQUIRED, property, class: 'unsafe', message };
}

function requiredWithDefault(property: string): SchemaChange {
  const message = 'the field has to be there, and has a default where it is left out';
  return { ...REQUIRED, property, class: 'safe', message };
}

const REQUIRED = { change: 'field-required', before: 'optional', after: 'required' } as const;

function optional(property: string): SchemaChange {
  return {
    property,
    change: 'field-optional',
    class: 'safe',
    before: 'required',
    after: 'optional',
    message: 'the field may be left out',
  };
}
