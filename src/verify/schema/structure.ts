import { canonicalJsonText, isJsonObject } from '../../manifest/json.ts';
import type { Json, JsonObject } from '../../manifest/json.ts';
import type { Violation } from './violation.ts';
import { fieldSchema, schemaAt } from './with-defaults.ts';

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

type Path = readonly (string | number)[];

const OWN_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

/** The fields of ObjectMeta (apimachinery, pkg/apis/meta/v1/types.go). */
const METADATA_FIELDS = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
]);

/**
 * What a CRD's schema asks that plain JSON Schema cannot say: no fields beyond those that it names
 * (which strict field validation refuses), lists that are sets or maps, objects inside of objects.
 * Follows apiextensions-apiserver, pkg/apiserver/schema: pruning, listtype, objectmeta.
 */
export function structureViolations(object: JsonObject, schema: JsonObject): Violation[] {
  return objectViolations(object, { ...schema, 'x-kubernetes-embedded-resource': true }, []);
}

/** @param schema undefined where anything goes */
function violationsIn(value: Json, schema: JsonObject | undefined, path: Path): Violation[] {
  if (schema === undefined) return [];
  if (isJsonObject(value)) return objectViolations(value, schema, path);
  if (!Array.isArray(value)) return [];
  const items = inner(schema, schemaAt(schema, 'items'));
  return [
    ...listViolations(value, schema, path),
    ...value.flatMap((item, index) => violationsIn(item, items, [...path, index])),
  ];
}

function objectViolations(value: JsonObject, schema: JsonObject, path: Path): Violation[] {
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  const fields = Object.entries(value).flatMap(([name, field]) => {
    const at = [...path, name];
    if (isResource && OWN_FIELDS.has(name)) return [];
    const known = fieldSchema(schema, name);
    if (known !== undefined) return violationsIn(field, inner(schema, known), at);
    const isOpen = schema[PRESERVE] === true || schema.additionalProperties === true;
    return isOpen ? [] : [{ path: at, message: 'unknown field' }];
  });
  return [...fields, ...(isResource ? resourceViolations(value, path) : [])];
}

/**
 * Inside of what keeps unknown fields server-side apply refuses none, whatever the schema says further
 * in: it drops them.
 */
function inner(schema: JsonObject, known: JsonObject | undefined): JsonObject | undefined {
  return schema[PRESERVE] === true && known !== undefined ? { ...known, [PRESERVE]: true } : known;
}

// As far as the API server tests those of an embedded object.
const API_VERSION = /^[^/]+(?:\/[^/]+)?$/;
const KIND = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/i;

function resourceViolations(resource: JsonObject, path: Path): Violation[] {
  const { apiVersion, kind, metadata } = resource;
  const type = (name: string, value: Json | undefined, expected: RegExp): Violation[] =>
    typeof value === 'string' && expected.test(value)
      ? []
      : [{ path: [...path, name], message: 'must be that of a Kubernetes object' }];
  const unknown = Object.keys(isJsonObject(metadata) ? metadata : {}).filter(
    (name) => !METADATA_FIELDS.has(name),
  );
  return [
    ...type('apiVersion', apiVersion, API_VERSION),
    ...type('kind', kind, KIND),
    ...unknown.map((name) => ({ path: [...path, 'metadata', name], message: 'unknown field' })),
  ];
}

function listViolations(list: readonly Json[], schema: JsonObject, path: Path): Violation[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = type === 'map' ? schema['x-kubernetes-list-map-keys'] : undefined;
  const names = Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : undefined;
  const seen = new Set<string>();
  return list.flatMap((item, index): Violation[] => {
    const identity = isJsonObject(item) && names ? names.map((name) => item[name] ?? null) : item;
    const text = canonicalJsonText(identity);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    const message = names
      ? `has the same ${names.join(', ')} as another item`
      : 'stands there twice';
    return [{ path: [...path, index], message }];
  });
}
