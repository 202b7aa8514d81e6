import { isJsonObject, setField } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { UnexpectedShape } from './field-spec.ts';
import { isBuiltinVersion, mergeKeysOf } from './merge-keys.ts';

type Path = readonly string[];

/** https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md */
const PATCH = '$patch';

/**
 * Merges a strategic merge patch into an object, as kyaml's merge2 does with the schemas that kustomize
 * has: maps are merged, null removes, lists are replaced, or merged where {@link mergeKeysOf} says so.
 * @param options.tolerant follows `$patch: delete` and `$patch: replace`, leaves alone what the patch does not
 *   touch even where kustomize might not, and keeps the order of lists as `kubectl patch` does: for patches
 *   that do not have to give what kustomize gives
 * @throws {UnexpectedShape} for other directives, all if not tolerant, and where the outcome hangs on how the
 *   YAML was written
 */
export function strategicMerge(
  object: KubernetesObject,
  patch: JsonObject,
  { tolerant = false }: { tolerant?: boolean } = {},
): void {
  const keysOf = mergeKeysOf(object.apiVersion, object.kind);
  refuse(hasDirective(patch, tolerant) || PATCH in patch);
  if (!tolerant) {
    // Kustomize tells `key:` from `key: null`, which values do not.
    refuse(hasNull(object));
    checkMerged(object, []);
  }
  mergeMap(object, patch, []);

  function mergeMap(target: JsonObject, source: JsonObject, path: Path): void {
    refuse(path.length > 0 && isEmbedded({ ...target, ...source }));
    for (const [key, value] of Object.entries(source)) {
      if (key === PATCH) continue;
      const field = [...path, key];
      const old = Object.hasOwn(target, key) ? (target[key] ?? undefined) : undefined;
      if (value === null || directiveOf(value) === 'delete') delete target[key];
      else
        setField(target, key, old === undefined ? added(value, field) : merged(old, value, field));
    }
  }

  function merged(old: Json, value: Json, path: Path): Json {
    if (directiveOf(value) === 'replace') return added(value, path);
    if (isJsonObject(old) && isJsonObject(value)) {
      mergeMap(old, value, path);
      return old;
    }
    if (Array.isArray(old) && Array.isArray(value)) return mergedList(old, value, path);
    refuse(isContainer(old) || isContainer(value));
    return value;
  }

  /**
   * What stands in the patch comes first, in its order; with two keys, only what is new does. The order of
   * init containers means something, so that it stays where it may.
   */
  function mergedList(old: Json[], value: Json[], path: Path): Json[] {
    const keys = keysAt(path);
    const others = value.filter((item) => directiveOf(item) !== 'replace');
    if (others.length < value.length) return added(others, path) as Json[];
    if (keys === undefined) return plain(value);
    const used = usedKeys([...old, ...value], keys);
    const olds = keyed(old, used);
    const result = new Map<string, Json>();
    for (const [key, item] of keyed(value, used)) {
      if (directiveOf(item) === 'delete') {
        olds.delete(key);
        continue;
      }
      const found = olds.get(key);
      if (found !== undefined) mergeMap(found, item, path);
      if (found === undefined || used.length === 1) result.set(key, found ?? added(item, path));
    }
    return [...new Map(tolerant ? [...olds, ...result] : [...result, ...olds]).values()];
  }

  function added(value: Json, path: Path): Json {
    if (Array.isArray(value)) {
      const keys = keysAt(path);
      if (keys === undefined) return plain(value);
      return [...keyed(value, usedKeys(value, keys)).values()]
        .filter((item) => directiveOf(item) !== 'delete')
        .map((item) => added(item, path));
    }
    if (!isJsonObject(value)) return value;
    const result: JsonObject = {};
    mergeMap(result, value, path);
    return result;
  }

  /** Lists are merged with themselves even where the patch does not touch them. */
  function checkMerged(value: Json, path: Path): void {
    if (Array.isArray(value)) {
      const keys = keysOf?.(path);
      if (keys === undefined) return;
      keyed(value, usedKeys(value, keys));
      for (const item of value) checkMerged(item, path);
    } else if (isJsonObject(value)) {
      refuse(path.length > 0 && isEmbedded(value));
      for (const [key, inner] of Object.entries(value)) checkMerged(inner, [...path, key]);
    }
  }

  function keysAt(path: Path): Path | undefined {
    refuse(keysOf === undefined || (isBuiltinVersion(object.apiVersion) && isSet(path)));
    return keysOf?.(path);
  }
}

/** What a map of a patch says is to be done with it. */
function directiveOf(value: Json): Json | undefined {
  return isJsonObject(value) ? value[PATCH] : undefined;
}

/** A list that is taken as it is, in which directives would mean nothing. */
function plain(list: Json[]): Json[] {
  refuse(hasDirective(list, false));
  return structuredClone(list);
}

/** Lists of any built-in kind that are merged by their whole items, or by keys that matter to servers alone. */
function isSet(path: Path): boolean {
  return /(?:^|\.)(?:metadata\.(?:finalizers|ownerReferences)|status\.[^]*)$/.test(path.join('.'));
}

/** Of several keys, those that no item has do not count. */
function usedKeys(items: readonly Json[], keys: Path): Path {
  return keys.filter(
    (key, index) =>
      index === 0 || items.some((item) => isJsonObject(item) && Object.hasOwn(item, key)),
  );
}

/** The items of a list by their keys, which each must have, and no two the same. */
function keyed(items: readonly Json[], keys: Path): Map<string, JsonObject> {
  const byKey = new Map<string, JsonObject>();
  for (const item of items) {
    if (!isJsonObject(item)) throw new UnexpectedShape('list');
    byKey.set(keys.map((key) => keyText(item[key])).join('\n'), item);
  }
  refuse(byKey.size < items.length);
  return byKey;
}

function keyText(value: Json | undefined): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') throw new UnexpectedShape('list');
  return value;
}

/** An object in an object brings a schema of its own, which matters for its lists. */
function isEmbedded(value: JsonObject): boolean {
  const { apiVersion, kind } = value;
  const isObject = typeof apiVersion === 'string' && typeof kind === 'string';
  return isObject && isBuiltinVersion(apiVersion) && hasList(value);
}

function hasList(value: Json): boolean {
  return Array.isArray(value) || (isJsonObject(value) && Object.values(value).some(hasList));
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null;
}

function hasNull(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasNull);
  return value === null || (isJsonObject(value) && Object.values(value).some(hasNull));
}

/** @param known whether those that are followed do not count */
function hasDirective(value: Json, known: boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => hasDirective(item, known));
  return (
    isJsonObject(value) &&
    Object.entries(value).some(([key, inner]) => {
      if (known && key === PATCH) return inner !== 'delete' && inner !== 'replace';
      return key === '' || key.startsWith('$') || hasDirective(inner, known);
    })
  );
}

function refuse(condition: boolean): void {
  if (condition) throw new UnexpectedShape('patch');
}
