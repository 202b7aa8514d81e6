import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';

/**
 * Whether a field set, as `fieldsV1` of managedFields has it, holds every field that a manifest sets: then all of it
 * is still as it was applied, since whoever changes a field takes it over
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management). False where that is not
 * certain.
 */
export function ownsAll(fields: unknown, manifest: unknown): boolean {
  return isJsonObject(fields) && ownsFields(fields, ownable(manifest));
}

/** Without what is nobody's. */
function ownable(manifest: unknown): JsonObject {
  if (!isJsonObject(manifest)) return {};
  const { apiVersion: _, kind: __, status: ___, metadata, ...rest } = manifest;
  const { name: ____, namespace: _____, ...described } = isJsonObject(metadata) ? metadata : {};
  return Object.keys(described).length > 0 ? { ...rest, metadata: described } : rest;
}

function owns(fields: unknown, value: unknown): boolean {
  if (!isJsonObject(fields)) return false;
  // The field as a whole.
  if (Object.keys(fields).length === 0) return true;
  if (Array.isArray(value)) return value.every((item) => ownsItem(fields, item));
  return isJsonObject(value) ? ownsFields(fields, value) : Object.hasOwn(fields, '.');
}

function ownsFields(fields: JsonObject, value: JsonObject): boolean {
  return Object.entries(value).every(
    ([name, inner]) => inner === null || owns(valueAt(fields, [`f:${name}`]), inner),
  );
}

/** An item of a list goes by its keys, of which the manifest may leave some to their defaults, or by its value. */
function ownsItem(fields: JsonObject, item: unknown): boolean {
  if (!isJsonObject(item)) return Object.hasOwn(fields, `v:${JSON.stringify(item)}`);
  return Object.entries(fields).some(([name, inner]) => {
    const keys = name.startsWith('k:') ? parse(name.slice(2)) : undefined;
    const isSame = ([key, of]: [string, unknown]): boolean =>
      !Object.hasOwn(item, key) || item[key] === of;
    return isJsonObject(keys) && Object.entries(keys).every(isSame) && owns(inner, item);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
