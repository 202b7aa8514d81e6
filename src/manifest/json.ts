/**
 * A value as the Kubernetes API carries it. Whole numbers that a double cannot hold are bigints, so
 * that a CRD's `maximum: 9223372036854775807` keeps its digits.
 */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

declare global {
  interface JSON {
    /** ECMAScript's JSON.parse source text access; in Node since 21, not yet in TypeScript's libraries. */
    rawJSON(text: string): { rawJSON: string };
  }
}

/** Whether a value is an object, neither a list nor null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a field whatever its name: plain assignment of `__proto__` would reach the object's prototype. */
export function setField(object: JsonObject, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else object[name] = value;
}

/** JSON text of `value`, keys in their own order, bigints with all their digits. */
export function toJsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, bigintsAsNumbers, indent);
}

function bigintsAsNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? JSON.rawJSON(String(value)) : value;
}

/** JSON text that is equal for values that are equal apart from the order of their keys. */
export function canonicalJsonText(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : bigintsAsNumbers(key, inner),
  );
}

/** The value at `path`, or undefined where any step of it is missing. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.hasOwn(current, step)
      ? (current as Record<string | number, unknown>)[step]
      : undefined;
  }
  return current;
}

/** The text at `path`; `''` where there is none. */
export function textAt(value: unknown, path: readonly (string | number)[]): string {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : '';
}

/** The list at `path`; empty where there is none. */
export function listAt(value: unknown, path: readonly (string | number)[]): unknown[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found : [];
}
