import type { JsonObject } from '../manifest/json.ts';
import { UnexpectedShape } from './field-spec.ts';

/** An entry of a map. */
export type Entry = { map: JsonObject; key: string };

/** An object and which entries of its maps share a value. */
export type Linked = { linked: (readonly Entry[])[] };

/**
 * Where kustomize adds a label in several places of an object, all of them hold one value, not copies of
 * it (SetEntry of api/filters/filtersutil): whoever changes it later in one place does so in all.
 */
export function linkEntries({ linked }: Linked, entries: readonly Entry[]): void {
  if (entries.length > 1) linked.push(entries);
}

/**
 * Makes sure that entries which are linked have not become different.
 * @throws {UnexpectedShape}
 */
export function checkLinked(resources: readonly Linked[]): void {
  const isBroken = resources.some(({ linked }) =>
    linked.some((entries) => {
      const there = entries.filter(({ map, key }) => Object.hasOwn(map, key));
      return new Set(there.map(({ map, key }) => map[key])).size > 1;
    }),
  );
  if (isBroken) throw new UnexpectedShape('labels');
}
