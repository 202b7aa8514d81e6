import { textAt } from '../../manifest/json.ts';
import { compareText } from '../../manifest/object.ts';
import type { ManifestObject } from '../../manifest/object.ts';

/** After every time. */
const NOT_YET = '~';

/**
 * Sorts by age: of two that want the same requests, routers and most controllers give them to the older one. What
 * has no time yet stays in the order of the input.
 */
export function byAge(one: ManifestObject, other: ManifestObject): number {
  return compareText(createdAt(one), createdAt(other));
}

function createdAt({ object }: ManifestObject): string {
  return textAt(object, ['metadata', 'creationTimestamp']) || NOT_YET;
}
