import { canonicalJsonText, isJsonObject } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { itemsNode, propertyNode, rootNode } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

/**
 * An object without the fields that hold just what the schema of its version gives to whoever leaves them
 * out. The API server fills these in when an object is written and when it is read, so nobody can tell
 * whether somebody asked for them, and nobody can take them out of an object.
 */
export function withoutDefaults(object: JsonObject, schema: JsonObject): JsonObject {
  return strip(object, rootNode(schema)) as JsonObject;
}

function strip(value: Json, node: SchemaNode | undefined): Json {
  if (node === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => strip(item, itemsNode(node)));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([property, inner]): [string, Json][] => {
      const child = propertyNode(node, property);
      return isDefault(inner, child) ? [] : [[property, strip(inner, child)]];
    }),
  );
}

function isDefault(value: Json, node: SchemaNode | undefined): boolean {
  const given = node?.schema.default ?? null;
  return given !== null && isFilledIn(value, given, node);
}

/** Whether a value is a default with nothing but the defaults of the fields in it. */
function isFilledIn(value: Json, given: Json, node: SchemaNode | undefined): boolean {
  if (!isJsonObject(value) || !isJsonObject(given) || node === undefined) {
    return canonicalJsonText(value) === canonicalJsonText(given);
  }
  return (
    Object.keys(given).every((property) => Object.hasOwn(value, property)) &&
    Object.entries(value).every(([property, inner]) => {
      const child = propertyNode(node, property);
      const own = Object.hasOwn(given, property) ? given[property] : undefined;
      return own === undefined ? isDefault(inner, child) : isFilledIn(inner, own, child);
    })
  );
}
