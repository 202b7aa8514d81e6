import { textAt, valueAt } from '../manifest/json.ts';
import type { GroupKind, ObjectId } from '../manifest/object.ts';
import { nameKey, numberAt } from './live-object.ts';
import type { LiveObject } from './live-object.ts';

/** A reference of one object to another. */
export type Reference = ObjectId & { port: number | undefined; sectionName: string };

/**
 * Reads a reference as the Gateway API writes them: what it leaves out is the kind that such a reference is mostly
 * to, and the namespace of the object that it stands in.
 */
export function referenceOf(value: unknown, kind: GroupKind, namespace: string): Reference {
  const group = valueAt(value, ['group']);
  return {
    // An empty group is the core one, and not left out.
    group: typeof group === 'string' ? group : kind.group,
    kind: textAt(value, ['kind']) || kind.kind,
    namespace: textAt(value, ['namespace']) || namespace,
    name: textAt(value, ['name']),
    port: numberAt(value, ['port']),
    sectionName: textAt(value, ['sectionName']),
  };
}

/** Whether something is of a group and one of its kinds. */
export function isKind({ group, kind }: GroupKind, expected: string, ...kinds: string[]): boolean {
  return group === expected && kinds.includes(kind);
}

/** Whether a reference is to an object. */
export function isParent(parent: Reference, { id }: LiveObject): boolean {
  return isKind(parent, id.group, id.kind) && nameKey(parent) === nameKey(id);
}
