import { isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { formatFieldPath } from './field-path.ts';
import type { FieldStep } from './field-path.ts';
import { isObjectField, isOpen, itemsNode, propertyNode, rootNode } from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

/**
 * The fields of an object that the API server drops when it stores the object by a version's schema, in the
 * notation of {@link formatFieldPath}, each once and at its root: what compareCrds calls lossy, for one
 * object. A dropped key of a map is named itself (`spec.limits.cpu`), which `spec.limits{}` contains.
 */
export function lostFields(object: JsonObject, schema: JsonObject): string[] {
  const fields = new Set<string>();
  collect(object, rootNode(schema), [], fields);
  return [...fields];
}

function collect(
  value: unknown,
  node: SchemaNode,
  steps: readonly FieldStep[],
  fields: Set<string>,
): void {
  if (isOpen(node)) return;
  if (Array.isArray(value)) {
    const items = itemsNode(node);
    for (const item of value) collect(item, items, [...steps, 'items'], fields);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [property, inner] of Object.entries(value)) {
    if (node.isObject && isObjectField(property)) continue;
    const child = propertyNode(node, property);
    const place = [...steps, { property }];
    if (child === undefined) fields.add(formatFieldPath(place));
    else collect(inner, child, place, fields);
  }
}
