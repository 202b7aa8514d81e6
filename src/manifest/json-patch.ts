import { isJsonObject, setField } from './json.ts';
import type { Json, JsonObject } from './json.ts';

/** What JSON Patch (RFC 6902) changes: a field of an object, or an item of a list. */
export type Container = Json[] | JsonObject;

/** What a change needs and does not find makes it return false. */
export type Change = (container: Container, step: string, value: Json) => boolean;

/** The steps of a JSON Pointer: `/a~1b/0` → `a/b`, `0`. https://www.rfc-editor.org/rfc/rfc6901#section-4 */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A key as a step of a JSON Pointer. https://www.rfc-editor.org/rfc/rfc6901#section-3 */
export function pointerStep(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What stands at a step, undefined where nothing does. */
export function childAt(container: Json, step: string): Json | undefined {
  if (Array.isArray(container)) return container[indexOf(container, step) ?? -1];
  return isJsonObject(container) && Object.hasOwn(container, step) ? container[step] : undefined;
}

/** Sets a field, or inserts an item before the one at its place; `-` is the end of a list. */
export const addAt: Change = (container, step, value) => {
  if (!Array.isArray(container)) {
    setField(container, step, value);
    return true;
  }
  const index = step === '-' || step === String(container.length) ? container.length : undefined;
  const place = index ?? indexOf(container, step);
  if (place === undefined) return false;
  container.splice(place, 0, value);
  return true;
};

/** Sets a field or item that is there. */
export const replaceAt: Change = (container, step, value) => {
  if (childAt(container, step) === undefined) return false;
  if (Array.isArray(container)) container[Number(step)] = value;
  else setField(container, step, value);
  return true;
};

/** Takes a field or item out. */
export function removeAt(container: Container, step: string): boolean {
  if (childAt(container, step) === undefined) return false;
  if (Array.isArray(container)) container.splice(Number(step), 1);
  else delete container[step];
  return true;
}

function indexOf(list: readonly Json[], step: string): number | undefined {
  return /^(?:0|[1-9]\d*)$/.test(step) && Number(step) < list.length ? Number(step) : undefined;
}
