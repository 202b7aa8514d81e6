import { isJsonObject } from '../../manifest/json.ts';
import type { Json, JsonObject } from '../../manifest/json.ts';

/**
 * A custom resource as the API server has it before it looks at the rest of the schema: a field takes its
 * default where it is missing, and where it is `null` that the schema does not allow
 * (apiextensions-apiserver, pkg/apiserver/schema/defaulting).
 */
export function withDefaults(value: Json, schema: Json | undefined): Json {
  if (Array.isArray(value)) {
    const items = schemaAt(schema, 'items');
    return value.map((item) => withDefaults(orDefault(item, items), items));
  }
  if (!isJsonObject(value) || !isJsonObject(schema)) return value;
  const { properties } = schema;
  const defaults = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(
    ([name, property]): [string, Json][] =>
      isJsonObject(property) && property.default !== undefined ? [[name, property.default]] : [],
  );
  return Object.fromEntries(
    [...new Map([...defaults, ...Object.entries(value)])].map(([name, inner]) => {
      const field = fieldSchema(schema, name);
      return [name, withDefaults(orDefault(inner, field), field)];
    }),
  );
}

function orDefault(value: Json, schema: JsonObject | undefined): Json {
  const isNothing = value === null && schema?.nullable !== true;
  return isNothing ? (schema?.default ?? null) : value;
}

/** The schema of a field of an object; undefined where its schema says nothing about it. */
export function fieldSchema(schema: JsonObject, name: string): JsonObject | undefined {
  const { properties } = schema;
  const property =
    isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isJsonObject(property) ? property : schemaAt(schema, 'additionalProperties');
}

/** The schema under a keyword, where that holds one. */
export function schemaAt(schema: Json | undefined, keyword: string): JsonObject | undefined {
  const found = isJsonObject(schema) ? schema[keyword] : undefined;
  return isJsonObject(found) ? found : undefined;
}
