import { objectId } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import type { SpecProblem } from './apply-patches.ts';
import type { Removal } from './component-schema.ts';
import { describeTarget, matches } from './target.ts';

/** An object that the component leaves out, and why. */
export type RemovedObject = { object: ObjectId; because: string };

/**
 * Takes out of the sources' objects those that the component does without. A removal that matches none is a
 * problem: upstream has changed.
 */
export function removeObjects(
  objects: ReadonlyMap<string, KubernetesObject>,
  removals: readonly Removal[],
): { objects: Map<string, KubernetesObject>; removed: RemovedObject[]; problems: SpecProblem[] } {
  const left = new Map(objects);
  const removed: RemovedObject[] = [];
  const problems: SpecProblem[] = [];
  removals.forEach(({ target, because }, index) => {
    const found = [...left].filter(([, object]) => matches(target, object));
    for (const [key, object] of found) {
      left.delete(key);
      removed.push({ object: objectId(object), because });
    }
    if (found.length > 0) return;
    problems.push({
      code: 'removal-matches-nothing',
      message: `no object of the sources matches ${describeTarget(target)}`,
      hint: 'correct the target, or remove the entry if it is no longer needed',
      path: ['spec', 'remove', index, 'target'],
    });
  });
  return { objects: left, removed, problems };
}
