import type { Problem } from '../errors.ts';
import { UnexpectedShape } from '../kustomize/field-spec.ts';
import { strategicMerge } from '../kustomize/strategic-merge.ts';
import { canonicalJsonText, isJsonObject } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Patch } from './component-schema.ts';
import { applyOperation, testHolds } from './patch-operation.ts';
import { describeTarget, matches } from './target.ts';

export type Patched = {
  objects: KubernetesObject[];
  problems: SpecProblem[];
};

/** A problem of what stands at a path of component.yaml; the caller knows on which line that is. */
export type SpecProblem = Omit<Problem, 'at'> & { path: (string | number)[] };

/**
 * Makes each patch on the objects that its target matches, in order. An operation that finds nothing to
 * do in any of them is a problem, and so is a merge that changes none: upstream has changed, and the patch with
 * its reason has to be looked at again. So is one after which an object is another one, which could hide or double
 * what is there already.
 */
export function applyPatches(
  objects: readonly KubernetesObject[],
  patches: readonly Patch[],
): Patched {
  const problems: SpecProblem[] = [];
  const result = structuredClone(objects) as KubernetesObject[];
  patches.forEach(({ target, operations = [], merge }, index) => {
    const targets = result.filter((object) => matches(target, object));
    const path = ['spec', 'patches', index];
    if (targets.length === 0) {
      problems.push({
        code: 'patch-matches-nothing',
        message: `no object matches ${describeTarget(target)}`,
        hint: 'correct the target, or remove the patch if it is no longer needed',
        path: [...path, 'target'],
      });
      return;
    }
    const names = targets.map((object) => displayObject(objectId(object))).join(', ');
    const originals = new Map(targets.map((object) => [object, structuredClone(object)]));
    operations.forEach((operation, position) => {
      if (operation.op === 'test') {
        const failing = targets.filter((object) => !testHolds(object, operation));
        if (failing.length === 0) return;
        const shown = failing.map((object) => displayObject(objectId(object))).join(', ');
        problems.push({
          code: 'patch-test-failed',
          message: `${operation.path} is not ${JSON.stringify(operation.value)} in ${shown}`,
          hint: 'upstream has changed: look at the whole patch again, and correct the test',
          path: [...path, 'operations', position],
        });
        return;
      }
      const touched = targets.map((object) => applyOperation(object, operation));
      if (touched.includes(true)) return;
      problems.push({
        code: 'patch-matches-nothing',
        message: `${operation.op} ${operation.path} finds nothing in ${names}`,
        hint: 'correct the path, or remove the operation if it is no longer needed',
        path: [...path, 'operations', position, 'path'],
      });
    });
    if (merge !== undefined) {
      const merged = targets.map((object) => applyMerge(object, merge));
      const unclear = merged.indexOf('unclear');
      if (unclear !== -1) {
        problems.push({
          code: 'patch-unclear',
          message: `cannot be merged into ${displayObject(objectId(targets[unclear] as KubernetesObject))}: it has another shape there, or which items of a list are the same is not known`,
          hint: 'compare it with the object, or write it as operations',
          path: [...path, 'merge'],
        });
      } else if (!merged.includes('changed')) {
        problems.push({
          code: 'patch-matches-nothing',
          message: `the merge changes nothing in ${names}`,
          hint: 'correct it, or remove the patch if it is no longer needed',
          path: [...path, 'merge'],
        });
      }
    }
    for (const [object, original] of originals) {
      if (isSameObject(original, object)) continue;
      problems.push({
        code: 'patch-identity',
        message: `makes another object of ${displayObject(objectId(original))}`,
        hint: 'leave its group, kind, name and namespace; write another object under spec.manifests',
        path: [...path, merge === undefined ? 'operations' : 'merge'],
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

function applyMerge(
  object: KubernetesObject,
  patch: JsonObject,
): 'changed' | 'unchanged' | 'unclear' {
  const before = canonicalJsonText(object);
  try {
    strategicMerge(object, structuredClone(patch), { tolerant: true });
  } catch (error) {
    if (!(error instanceof UnexpectedShape)) throw error;
    return 'unclear';
  }
  return canonicalJsonText(object) === before ? 'unchanged' : 'changed';
}
