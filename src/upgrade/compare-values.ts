import { isDeepStrictEqual } from 'node:util';
import { canonicalJsonText, isJsonObject, toJsonText, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { shortList, shortText, shortValues } from './short-value.ts';

/** A field in which two objects differ, with short values for people; `''` where there is none. */
export type FieldDifference = {
  /** `spec.template.spec.containers[manager].image`: the items of lists by their key, else by position. */
  field: string;
  before: string;
  after: string;
};

/**
 * The fields in which two values differ. The items of a list are matched by their key (the name of a
 * container, the port of a Service), where they have one and it stands once in each list; else what is
 * equal, and then the rest in order. Of a list of plain values, what came and what went is shown.
 */
export function compareValues(before: unknown, after: unknown): FieldDifference[] {
  return compareAt('', before, after);
}

function compareAt(field: string, before: unknown, after: unknown): FieldDifference[] {
  if (before === after) return [];
  if (isJsonObject(before) && isJsonObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      compareAt(propertyOf(field, name), valueAt(before, [name]), valueAt(after, [name])),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(field, before, after);
  return isDeepStrictEqual(before, after) ? [] : [difference(field, before, after)];
}

function compareLists(
  field: string,
  before: readonly unknown[],
  after: readonly unknown[],
): FieldDifference[] {
  const key = keyOf(before, after);
  if (key !== undefined) return compareKeyed(field, key, before, after);
  const [gone, come] = [without(before, after), without(after, before)];
  if (gone.length === 0 && come.length === 0) {
    const isSameOrder = canonicalJsonText(before) === canonicalJsonText(after);
    return isSameOrder ? [] : [{ field, before: shortList(before), after: shortList(after) }];
  }
  const areObjects = [...gone, ...come].every(isJsonObject);
  if (!areObjects) return [{ field, before: shortList(gone), after: shortList(come) }];
  // As many as before: the same ones, changed.
  if (gone.length === come.length) {
    return come.flatMap((item, index) =>
      compareAt(`${field}[${after.indexOf(item)}]`, gone[index], item),
    );
  }
  return [
    ...gone.map((item) => difference(`${field}[${before.indexOf(item)}]`, item, undefined)),
    ...come.map((item) => difference(`${field}[${after.indexOf(item)}]`, undefined, item)),
  ];
}

function compareKeyed(
  field: string,
  key: string,
  before: readonly unknown[],
  after: readonly unknown[],
): FieldDifference[] {
  const [old, current] = [byKey(before, key), byKey(after, key)];
  return [...new Set([...old.keys(), ...current.keys()])].flatMap((name) =>
    compareAt(`${field}[${shortText(name)}]`, old.get(name), current.get(name)),
  );
}

/**
 * The fields that tell the items of a list apart, the most telling first: those of the merge keys of
 * Kubernetes's own lists, and of what conditions, webhooks and routes have.
 */
const KEYS = ['name', 'mountPath', 'containerPort', 'port', 'key', 'type', 'ip', 'host'];

function keyOf(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  return KEYS.find((key) => isKey(key, before) && isKey(key, after));
}

function isKey(key: string, list: readonly unknown[]): boolean {
  const texts = list.map((item) => keyText(item, key));
  return !texts.includes(undefined) && new Set(texts).size === list.length;
}

function byKey(list: readonly unknown[], key: string): Map<string, unknown> {
  return new Map(list.map((item) => [keyText(item, key) ?? '', item]));
}

function keyText(item: unknown, key: string): string | undefined {
  const value = valueAt(item, [key]);
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** The items that are not in `others`, as often as they are there more often. */
function without<Item>(items: readonly Item[], others: readonly unknown[]): Item[] {
  const left = new Map<string, number>();
  for (const other of others) {
    const text = canonicalJsonText(other);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  return items.filter((item) => {
    const text = canonicalJsonText(item);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function difference(field: string, before: unknown, after: unknown): FieldDifference {
  const [old, current] = shortValues(before, after);
  return { field, before: old, after: current };
}

function propertyOf(field: string, name: string): string {
  if (!/^[\w$-]+$/.test(name)) return `${field}[${shortText(toJsonText(name))}]`;
  return field === '' ? name : `${field}.${name}`;
}

/** A copy of `object` without the field at `path`. */
export function withoutField(object: JsonObject, path: readonly string[]): JsonObject {
  const [step, ...rest] = path;
  if (step === undefined || !Object.hasOwn(object, step)) return object;
  const { [step]: inner, ...others } = object;
  return rest.length > 0 && isJsonObject(inner)
    ? { ...others, [step]: withoutField(inner, rest) }
    : others;
}
