import { groupOf } from '../manifest/object.ts';
import type { Bundle } from './bundle.ts';

/** The names of the objects of some kinds that a bundle itself brings. */
export function broughtNames(
  { objects }: Bundle,
  group: string,
  kinds: readonly string[],
): string[] {
  return objects
    .filter(({ object }) => groupOf(object.apiVersion) === group && kinds.includes(object.kind))
    .map(({ object }) => object.metadata.name);
}
