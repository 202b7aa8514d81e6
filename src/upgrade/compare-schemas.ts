import type { JsonObject } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import type { CrdChange, SchemaChange } from './crd-change.ts';
import { formatFieldPath } from './field-path.ts';
import type { FieldStep } from './field-path.ts';
import { compareKeywords } from './rules/rules.ts';
import { displayType, keepsType, typesOf } from './rules/type.ts';
import {
  isOpen,
  itemsNode,
  propertiesOf,
  propertyNode,
  rootNode,
  valuesNode,
} from './schema-node.ts';
import type { SchemaNode } from './schema-node.ts';

/** A change at a field of a schema. */
export type FieldChange = Omit<CrdChange, 'crd' | 'versions'> & { steps: readonly FieldStep[] };

/** Far more than any real schema has; below, a comparison could run out of stack. */
const MAX_DEPTH = 200;

/**
 * Compares two schemas of a CRD's version, of which the second takes over the objects of the first: what
 * of a stored object is refused, lost or treated otherwise then. A field that goes is one change, whatever
 * lies in it; so is one whose type changes. What differs for people only is counted in one change at the root.
 */
export function compareSchemas(before: JsonObject, after: JsonObject): FieldChange[] {
  const changes: FieldChange[] = [];
  const documented = { count: 0 };
  compareNodes(rootNode(before), rootNode(after), [], { changes, documented });
  if (documented.count > 0) changes.push(at([], documentationChange(documented.count)));
  return changes;
}

type Found = { changes: FieldChange[]; documented: { count: number } };

function compareNodes(
  before: SchemaNode,
  after: SchemaNode,
  steps: readonly FieldStep[],
  found: Found,
): void {
  if (steps.length > MAX_DEPTH) {
    found.changes.push(at(steps, TOO_DEEP));
    return;
  }
  const { changes, isDocumentedOtherwise } = compareKeywords(before.schema, after.schema);
  if (isDocumentedOtherwise) found.documented.count += 1;
  for (const change of [...changes, ...comparePreserving(before, after)]) {
    found.changes.push(at(steps, change));
  }
  // Fields of values that are refused whole, or were not described at all, say nothing more.
  if (!keepsType(before.schema, after.schema)) return;
  if (mayBe('object', before) && mayBe('object', after)) {
    compareProperties(before, after, steps, found);
  }
  if (mayBe('array', before) && mayBe('array', after) && hasItems(before, after)) {
    compareChild(itemsNode(before), itemsNode(after), [...steps, 'items'], found);
  }
}

function compareProperties(
  before: SchemaNode,
  after: SchemaNode,
  steps: readonly FieldStep[],
  found: Found,
): void {
  const named = new Set([...propertiesOf(before), ...propertiesOf(after)]);
  for (const property of [...named].toSorted(compareText)) {
    const [old, current] = [propertyNode(before, property), propertyNode(after, property)];
    compareChild(old, current, [...steps, { property }], found);
  }
  compareChild(valuesNode(before), valuesNode(after), [...steps, 'values'], found);
}

function compareChild(
  before: SchemaNode | undefined,
  after: SchemaNode | undefined,
  steps: readonly FieldStep[],
  found: Found,
): void {
  // That fields without a name are kept, or no longer, is told where that is said.
  if (before === undefined) {
    if (after === undefined || isOpen(after)) return;
    found.changes.push(at(steps, { ...FIELD_ADDED, after: displayType(after.schema) }));
  } else if (after === undefined) {
    if (isOpen(before)) return;
    found.changes.push(at(steps, { ...FIELD_REMOVED, before: displayType(before.schema) }));
  } else if (isOpen(after)) {
    if (isOpen(before)) return;
    found.changes.push(at(steps, { ...FIELD_OPENED, before: displayType(before.schema) }));
  } else {
    compareNodes(before, after, steps, found);
  }
}

function comparePreserving(before: SchemaNode, after: SchemaNode): SchemaChange[] {
  if (before.preserves === after.preserves) return [];
  if (after.preserves) return isOpen(before) ? [] : [PRESERVING];
  // Values that are described one by one, or no objects at all, have no unknown fields.
  const isList = typesOf(before.schema)?.has('array') === true;
  const mayHold = mayBe('object', after) || (mayBe('array', after) && !isList);
  return mayHold && valuesNode(after) === undefined ? [PRUNING] : [];
}

const NONE = { before: '', after: '' };

const FIELD_ADDED: SchemaChange = {
  ...NONE,
  change: 'field-added',
  class: 'safe',
  message: 'the field is new',
};

const FIELD_REMOVED: SchemaChange = {
  ...NONE,
  change: 'field-removed',
  class: 'lossy',
  message: 'the field is gone, so what stored objects have there is dropped',
};

const FIELD_OPENED: SchemaChange = {
  ...NONE,
  change: 'field-opened',
  class: 'safe',
  message: 'the field is no longer described, but kept as it is',
};

const PRESERVING: SchemaChange = {
  change: 'preserve-unknown-fields-added',
  class: 'safe',
  before: '',
  after: 'preserved',
  message: 'fields that the schema does not name are kept',
};

const PRUNING: SchemaChange = {
  change: 'preserve-unknown-fields-removed',
  class: 'lossy',
  before: 'preserved',
  after: '',
  message: 'what stored objects have there that the schema does not name is dropped',
};

function documentationChange(count: number): SchemaChange {
  const what = `${count} field${count === 1 ? '' : 's'}`;
  const message = `the description of ${what} differs`;
  return { change: 'documentation-changed', class: 'safe', before: '', after: what, message };
}

const TOO_DEEP: SchemaChange = {
  ...NONE,
  change: 'schema-too-deep',
  class: 'unsafe',
  message: `the schema has more than ${MAX_DEPTH} levels and is compared no deeper`,
};

function at(steps: readonly FieldStep[], change: SchemaChange): FieldChange {
  const { property, ...rest } = change;
  const place = property === undefined ? steps : [...steps, { property }];
  return { ...rest, steps: place, field: formatFieldPath(place) };
}

function mayBe(type: string, node: SchemaNode): boolean {
  return typesOf(node.schema)?.has(type) ?? true;
}

/** Where neither schema says anything of a list's items, there is nothing to compare. */
function hasItems(before: SchemaNode, after: SchemaNode): boolean {
  return before.schema.items !== undefined || after.schema.items !== undefined;
}
