import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { addAt, childAt, pointerSteps, removeAt, replaceAt } from '../manifest/json-patch.ts';
import type { Container } from '../manifest/json-patch.ts';
import { UnexpectedShape } from './field-spec.ts';

/** An operation of a patch finds nothing to do: an error of the patch, in kustomize too. */
export class PatchFails extends Error {}

type Operation = { op: string; path: string; from: string; value: Json };

/**
 * Reads the operations of a JSON Patch.
 * @throws {UnexpectedShape} for what Go's reader takes in a way of its own
 */
export function readJsonPatch(value: readonly Json[]): Operation[] {
  return value.map((entry) => {
    if (!isJsonObject(entry)) throw new UnexpectedShape('patch');
    const { op, path, from = '', value: operand } = entry;
    const takesValue = op === 'add' || op === 'replace' || op === 'test';
    const isKnown = takesValue || op === 'remove' || op === 'move' || op === 'copy';
    if (
      !isKnown ||
      !isPointer(path) ||
      (from !== '' && !isPointer(from)) ||
      (from === '') === (op === 'move' || op === 'copy') ||
      (takesValue && operand === undefined) ||
      // Go compares the letters of numbers and of texts with escapes.
      (op === 'test' && !/^(?:true|false|"[\w ./:@-]*")$/.test(JSON.stringify(operand)))
    ) {
      throw new UnexpectedShape('patch');
    }
    return { op, path, from, value: operand ?? null };
  });
}

/** The whole document is none: Go's library does not know it. */
function isPointer(value: Json | undefined): value is string {
  return typeof value === 'string' && value.startsWith('/');
}

/**
 * Makes a JSON Patch (RFC 6902) on an object, as the library of kustomize (evanphx/json-patch 4) does.
 * @throws {PatchFails} @throws {UnexpectedShape}
 */
export function applyJsonPatch(object: JsonObject, operations: readonly Operation[]): void {
  for (const { op, path, from, value } of operations) {
    const at = placeAt(object, path);
    if (op === 'test') {
      if (!isDeepStrictEqual(childAt(at.container, at.step), value)) fail(op, path);
      continue;
    }
    const operand = op === 'move' || op === 'copy' ? valueIn(object, from) : value;
    if (op === 'move') {
      const { container, step } = placeAt(object, from);
      removeAt(container, step);
    }
    // What was moved may have been on the way.
    const { container, step } = op === 'move' ? placeAt(object, path) : at;
    const isDone =
      op === 'remove'
        ? removeAt(container, step)
        : // The library replaces fields that are not there.
          (op === 'replace' && Array.isArray(container) ? replaceAt : addAt)(
            container,
            step,
            structuredClone(operand),
          );
    if (!isDone) fail(op, path);
  }
}

/** What is moved or copied; for what is not there the library has rules of its own. */
function valueIn(object: JsonObject, from: string): Json {
  const { container, step } = placeAt(object, from);
  const value = childAt(container, step);
  if (value === undefined || value === null) throw new UnexpectedShape(from);
  return value;
}

function placeAt(object: JsonObject, path: string): { container: Container; step: string } {
  const steps = pointerSteps(path);
  const step = steps.pop() ?? '';
  let container: Json = object;
  for (const each of steps)
    container = childAt(within(container, each), each) ?? fail('find', path);
  return { container: within(container, step), step };

  function within(value: Json, each: string): Container {
    if (isJsonObject(value)) return value;
    if (!Array.isArray(value)) return fail('find', path);
    // Go reads negative indices and signs.
    if (!/^(?:-|0|[1-9]\d*)$/.test(each)) throw new UnexpectedShape(path);
    return value;
  }
}

function fail(op: string, path: string): never {
  throw new PatchFails(op === 'find' ? `there is no ${path}` : `${op} finds no ${path}`);
}

/** Whether Go's float64, which JSON patches bring every number through, would change one. */
export function hasLargeNumbers(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  if (Array.isArray(value)) return value.some(hasLargeNumbers);
  return isJsonObject(value) && Object.values(value).some(hasLargeNumbers);
}

/** Whether a map has texts alone, or is missing. */
export function isTextMap(object: JsonObject, path: readonly string[]): boolean {
  const value = valueAt(object, path);
  return (
    value === undefined ||
    (isJsonObject(value) && Object.values(value).every((inner) => typeof inner === 'string'))
  );
}
