import { builtinKind } from './builtin-kinds.ts';
import type { ObjectId } from './object.ts';
import { groupKindKey } from './object.ts';

/** What people are shown: `Deployment namespace/name`, with the group where the kind is a custom one. */
export function displayObject(id: ObjectId): string {
  const kind = builtinKind(id) === undefined ? groupKindKey(id) : id.kind;
  return `${kind} ${id.namespace === '' ? '' : `${id.namespace}/`}${id.name}`;
}
