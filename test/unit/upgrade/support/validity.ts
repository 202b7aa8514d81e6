import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { isJsonObject } from '../../../../src/manifest/json.ts';
import type { Json, JsonObject } from '../../../../src/manifest/json.ts';

const ajv = new Ajv({ strict: false, addUsedSchema: false });
const compiled = new WeakMap<JsonObject, ValidateFunction>();

/** Whether a JSON Schema validator finds `value` valid by a schema of a CRD. */
export function isValid(schema: JsonObject, value: Json): boolean {
  const validate = compiled.get(schema) ?? ajv.compile(toJsonSchema(schema));
  compiled.set(schema, validate);
  return validate(value);
}

/** A CRD's schema as draft 7: its own keywords in the words of JSON Schema. */
function toJsonSchema(schema: JsonObject): JsonObject {
  const { nullable, exclusiveMaximum, maximum, type, properties, items, ...rest } = schema;
  const { additionalProperties, ...others } = rest;
  const converted: JsonObject = {
    ...others,
    ...(maximum === undefined
      ? {}
      : exclusiveMaximum === true
        ? { exclusiveMaximum: maximum }
        : { maximum }),
    ...(schema['x-kubernetes-int-or-string'] === true ? { type: ['integer', 'string'] } : {}),
    ...(type === undefined ? {} : { type }),
    ...(isJsonObject(items) ? { items: toJsonSchema(items) } : {}),
    ...(isJsonObject(additionalProperties)
      ? { additionalProperties: toJsonSchema(additionalProperties) }
      : {}),
    ...(isJsonObject(properties)
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [
              name,
              toJsonSchema(inner as JsonObject),
            ]),
          ),
        }
      : {}),
  };
  return nullable === true ? { anyOf: [{ type: 'null' }, converted] } : converted;
}
