import { canonicalJsonText, isJsonObject } from '../../manifest/json.ts';
import type { Json, JsonObject } from '../../manifest/json.ts';
import { formatOf } from './formats.ts';

/** Schemas of real CRDs are some 20 deep; the code that a far deeper one compiles to is too deep for the engine. */
const MAX_DEPTH = 100;

/** Keywords that mean the same in both and are no schemas themselves. */
const SAME = [
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'minProperties',
  'multipleOf',
  'pattern',
];

/**
 * A CRD's schema as a JSON Schema (draft 7): what of it judges values. The schema comes from a bundle, so
 * nothing that is not named here gets through: no `$ref`, `$id` or `$data`, and no format but the known.
 * Numbers of 64 bits become doubles, as {@link toDoubles} makes them of values.
 * @throws {RangeError} where it is nested too deeply
 */
export function toJsonSchema(schema: JsonObject, depth = 0): JsonObject {
  if (depth > MAX_DEPTH) throw new RangeError('is nested too deeply');
  const inner = (value: Json): Json =>
    isJsonObject(value) ? toJsonSchema(value, depth + 1) : toDoubles(value);
  const translated: JsonObject = { ...typesOf(schema), ...boundsOf(schema) };
  for (const name of SAME) {
    const value = schema[name];
    if (value !== undefined) translated[name] = toDoubles(value);
  }
  for (const name of ['enum', 'required']) {
    const list = unique(schema[name]);
    if (list !== undefined) translated[name] = list;
  }
  for (const name of ['items', 'additionalProperties', 'not']) {
    const value = schema[name];
    if (value !== undefined) translated[name] = inner(value);
  }
  for (const name of ['allOf', 'anyOf', 'oneOf']) {
    const value = schema[name];
    // None at all means nothing to a CRD, and is refused by JSON Schema.
    if (Array.isArray(value) && value.length > 0) translated[name] = value.map(inner);
  }
  if (isJsonObject(schema.properties)) {
    translated.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, inner(property)]),
    );
  }
  return translated;
}

/** JSON Schema refuses a list that is empty or holds the same twice, as those of real CRDs do. */
function unique(list: Json | undefined): Json | undefined {
  if (!Array.isArray(list)) return list;
  const values = new Map(list.map((value) => [canonicalJsonText(value), toDoubles(value)]));
  return values.size === 0 ? undefined : [...values.values()];
}

/** The types that a schema asks for; none where it takes any. */
function typesOf(schema: JsonObject): JsonObject {
  const types = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema.type;
  if (types === undefined || types === '') return {};
  const format = typeof types === 'string' ? formatOf(types, schema.format) : undefined;
  return {
    type: schema.nullable === true ? [types, 'null'].flat() : types,
    ...(format === undefined ? {} : { format }),
  };
}

/** OpenAPI has a flag that excludes the bound, JSON Schema another bound. */
function boundsOf(schema: JsonObject): JsonObject {
  const bounds: JsonObject = {};
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = schema[bound];
    if (value !== undefined)
      bounds[schema[exclusive] === true ? exclusive : bound] = toDoubles(value);
  }
  return bounds;
}

const GREATEST_INT64 = 2n ** 63n - 1n;
/** The greatest double that is an int64. */
const GREATEST_INT64_DOUBLE = 2 ** 63 - 1024;

/** The value with each bigint as a double, which never makes an int64 one that is too great for it. */
export function toDoubles(value: Json): Json {
  if (typeof value === 'bigint') {
    return value <= GREATEST_INT64 ? Math.min(Number(value), GREATEST_INT64_DOUBLE) : Number(value);
  }
  if (Array.isArray(value)) return value.map(toDoubles);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toDoubles(each)]));
}
