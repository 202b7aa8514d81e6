import type { Problem } from '../errors.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Patch, PatchOperation } from './component-schema.ts';

export type Patched = {
  objects: KubernetesObject[];
  problems: PatchProblem[];
};

/** A problem of `patches[index]`; the caller knows on which line that stands. */
export type PatchProblem = Omit<Problem, 'at'> & { path: (string | number)[] };

/**
 * Makes each patch on the objects that its target matches, in order. An operation that finds nothing to
 * do in any of them is a problem: upstream has changed, and the patch with its reason has to be looked at again. So is one
 * after which an object is another one, which could hide or double what is there already.
 */
export function applyPatches(
  objects: readonly KubernetesObject[],
  patches: readonly Patch[],
): Patched {
  const problems: PatchProblem[] = [];
  const result = structuredClone(objects) as KubernetesObject[];
  patches.forEach((patch, index) => {
    const targets = result.filter((object) => matches(patch.target, object));
    if (targets.length === 0) {
      problems.push({
        code: 'patch-matches-nothing',
        message: `no object matches ${describeTarget(patch.target)}`,
        hint: 'correct the target, or remove the patch if it is no longer needed',
        path: ['spec', 'patches', index, 'target'],
      });
    }
    const originals = new Map(targets.map((object) => [object, structuredClone(object)]));
    patch.operations.forEach((operation, position) => {
      const touched = targets.map((object) => applyOperation(object, operation));
      if (targets.length === 0 || touched.includes(true)) return;
      const names = targets.map((object) => displayObject(objectId(object)));
      problems.push({
        code: 'patch-matches-nothing',
        message: `${operation.op} ${operation.path} finds nothing in ${names.join(', ')}`,
        hint: 'correct the path, or remove the operation if it is no longer needed',
        path: ['spec', 'patches', index, 'operations', position, 'path'],
      });
    });
    for (const [object, original] of originals) {
      if (isSameObject(original, object)) continue;
      problems.push({
        code: 'patch-identity',
        message: `makes another object of ${displayObject(objectId(original))}`,
        hint: 'leave its group, kind, name and namespace; write another object under spec.manifests',
        path: ['spec', 'patches', index, 'operations'],
      });
      result[result.indexOf(object)] = original;
    }
  });
  return { objects: result, problems };
}

/** After any patch, `patched` may have lost what makes it an object at all. */
function isSameObject(original: KubernetesObject, patched: JsonObject): boolean {
  return (
    typeof patched.apiVersion === 'string' &&
    isJsonObject(patched.metadata) &&
    objectKey(objectId(original)) === objectKey(objectId(patched as KubernetesObject))
  );
}

function matches(target: Patch['target'], object: KubernetesObject): boolean {
  const id = objectId(object);
  return (['group', 'kind', 'namespace', 'name'] as const).every(
    (field) => target[field] === undefined || target[field] === id[field],
  );
}

function describeTarget(target: Patch['target']): string {
  return Object.entries(target)
    .map(([field, value]) => `${field} ${value}`)
    .join(', ');
}

/** Whether the operation changed, or would have changed, at least one place of the object. */
function applyOperation(object: KubernetesObject, operation: PatchOperation): boolean {
  const steps = operation.path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  if (last === undefined) return false;
  const parents = steps.reduce<Json[]>(
    (places, step) => places.flatMap((place) => childrenAt(place, step)),
    [object],
  );
  return parents.map((parent) => applyAt(parent, last, operation)).some(Boolean);
}

function childrenAt(place: Json, step: string): Json[] {
  if (Array.isArray(place)) {
    if (step === '*') return place;
    const item = place[Number(step)];
    return item === undefined ? [] : [item];
  }
  if (!isJsonObject(place) || !Object.hasOwn(place, step)) return [];
  return [place[step] as Json];
}

function applyAt(parent: Json, key: string, operation: PatchOperation): boolean {
  if (Array.isArray(parent)) return applyToList(parent, key, operation);
  if (!isJsonObject(parent)) return false;
  if (operation.op !== 'add' && !Object.hasOwn(parent, key)) return false;
  if (operation.op === 'remove') delete parent[key];
  else parent[key] = structuredClone(operation.value);
  return true;
}

function applyToList(list: Json[], key: string, operation: PatchOperation): boolean {
  if (operation.op === 'add' && key === '-') {
    list.push(structuredClone(operation.value));
    return true;
  }
  const indices = key === '*' ? [...list.keys()].toReversed() : [Number(key)];
  const inRange = indices.filter(
    (index) =>
      Number.isInteger(index) &&
      index >= 0 &&
      (index < list.length || (operation.op === 'add' && index === list.length)),
  );
  for (const index of inRange) {
    if (operation.op === 'remove') list.splice(index, 1);
    else list.splice(index, operation.op === 'add' ? 0 : 1, structuredClone(operation.value));
  }
  return inRange.length > 0;
}
