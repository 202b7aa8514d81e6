import type { AppliedTree } from '../../../../src/apply/applied-tree.ts';
import type { Before } from '../../../../src/apply/before.ts';
import type { ObjectState } from '../../../../src/cluster/object-state.ts';
import { formatInventory } from '../../../../src/inventory/format-inventory.ts';
import type { Inventory, InventoryEntry } from '../../../../src/inventory/inventory.ts';

/** What is recorded of a tree. */
export function inventory(
  objects: Iterable<[string, InventoryEntry]>,
  rest: Partial<Inventory> = {},
): Inventory {
  return {
    release: '1.0.0',
    cluster: 'cluster',
    objects: new Map(objects),
    retained: new Map(),
    bundles: new Map(),
    incompatible: [],
    ...rest,
  };
}

/** An inventory as the API server lists it. */
export function storedInventory(name: string, content: Inventory): object {
  const annotations = { 'optional.microshift.io/tree': name };
  const metadata = { name: `microshift-optional-${name}`, annotations };
  return { metadata, ...formatInventory(content) };
}

/** What a run finds: states by key, and inventories by tree. */
export function found(
  states: Iterable<[string, ObjectState]> = [],
  inventories: Record<string, Inventory> = {},
): Before {
  return {
    cluster: 'cluster',
    states: new Map(states),
    inventories: new Map(Object.entries(inventories)),
  };
}

/** A tree that is about to be applied. */
export function tree(rest: Partial<AppliedTree> = {}): AppliedTree {
  return {
    name: 'tree',
    version: '2.0.0',
    mayDrop: [],
    adopts: [],
    requests: [],
    bundles: new Map(),
    incompatible: [],
    ...rest,
  };
}
