import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';

/**
 * A schema and what pruning makes of it. The API server prunes objects when it reads and stores them: what
 * the schema names stays, and so does the rest where `x-kubernetes-preserve-unknown-fields` is set.
 */
export type SchemaNode = {
  schema: JsonObject;
  /** Whether fields that the schema does not name are kept. */
  preserves: boolean;
  /** Whether the values are API objects, whose apiVersion, kind and metadata are never pruned. */
  isObject: boolean;
};

const PRESERVE = 'x-kubernetes-preserve-unknown-fields';
const EMBEDDED = 'x-kubernetes-embedded-resource';

/** What stands where fields are kept that no schema names. */
const OPEN: SchemaNode = { schema: {}, preserves: true, isObject: false };

/** The node of a version's whole schema. */
export function rootNode(schema: JsonObject): SchemaNode {
  return { ...nodeOf(schema), isObject: true };
}

/** Whether nothing is said of the values of a node: whatever they hold is kept. */
export function isOpen(node: SchemaNode): boolean {
  return node === OPEN;
}

/** Whether a property is one that is never pruned of an API object: apiVersion, kind, metadata. */
export function isObjectField(property: string): boolean {
  return Object.hasOwn(OBJECT_FIELDS, property);
}

/** The properties that a node names. */
export function propertiesOf(node: SchemaNode): readonly string[] {
  const { properties } = node.schema;
  const named = isJsonObject(properties) ? Object.keys(properties) : [];
  return node.isObject ? [...Object.keys(OBJECT_FIELDS), ...named] : named;
}

/** The node for the values of a property; undefined where they are pruned. */
export function propertyNode(node: SchemaNode, property: string): SchemaNode | undefined {
  const schema = valueAt(node.schema, ['properties', property]);
  if (node.isObject && isObjectField(property)) {
    return objectFieldNode(property, isJsonObject(schema) ? schema : {});
  }
  return isJsonObject(schema) ? nodeOf(schema) : valuesNode(node);
}

/** The node for the values of the properties that are not named; undefined where they are pruned. */
export function valuesNode(node: SchemaNode): SchemaNode | undefined {
  const { additionalProperties } = node.schema;
  if (isJsonObject(additionalProperties)) return nodeOf(additionalProperties);
  // Any scalar is kept then, and lists of them; of objects nothing but the braces.
  if (additionalProperties === true) return nodeOf({});
  return node.preserves ? OPEN : undefined;
}

/** The node for the items of a list; of items that it says nothing about, only scalars are kept. */
export function itemsNode(node: SchemaNode): SchemaNode {
  const { items } = node.schema;
  if (!isJsonObject(items)) return node.preserves ? OPEN : nodeOf({});
  const inner = nodeOf(items);
  // A list that keeps unknown fields keeps those of its items.
  return { ...inner, preserves: inner.preserves || node.preserves };
}

function nodeOf(schema: JsonObject): SchemaNode {
  return { schema, preserves: schema[PRESERVE] === true, isObject: schema[EMBEDDED] === true };
}

/** What every object has, whether its schema names it or not. */
const OBJECT_FIELDS: Readonly<Record<string, JsonObject>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: {
    type: 'object',
    properties: { name: { type: 'string' }, generateName: { type: 'string' } },
  },
};

function objectFieldNode(property: string, schema: JsonObject): SchemaNode {
  const implied = OBJECT_FIELDS[property] ?? {};
  const [own, given] = [implied.properties, schema.properties];
  const properties = {
    ...(isJsonObject(own) ? own : {}),
    ...(isJsonObject(given) ? given : {}),
  };
  const whole = { ...implied, ...schema };
  const isMetadata = Object.keys(properties).length > 0;
  return { ...nodeOf(isMetadata ? { ...whole, properties } : whole), preserves: true };
}
