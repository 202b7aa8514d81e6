import { DEPENDS_ON, parseDependsOn } from '../manifest/depends-on.ts';
import { objectId, objectKey } from '../manifest/object.ts';
import type { KubernetesObject, ObjectId } from '../manifest/object.ts';
import type { SpecProblem } from './apply-patches.ts';
import type { Removal } from './component-schema.ts';
import { describeTarget, matches } from './target.ts';

/** An object that the component leaves out, and why. */
export type RemovedObject = { object: ObjectId; because: string };

/**
 * Takes out of the sources' objects those that the component does without, and what names them in
 * `config.kubernetes.io/depends-on`. A removal that matches none is a
 * problem: upstream has changed.
 */
export function removeObjects(
  objects: ReadonlyMap<string, KubernetesObject>,
  removals: readonly Removal[],
): { objects: Map<string, KubernetesObject>; removed: RemovedObject[]; problems: SpecProblem[] } {
  const left = new Map(objects);
  const removed: RemovedObject[] = [];
  const problems: SpecProblem[] = [];
  const gone = new Set<string>();
  removals.forEach(({ target, because }, index) => {
    const found = [...left].filter(([, object]) => matches(target, object));
    for (const [key, object] of found) {
      left.delete(key);
      gone.add(key);
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
  const kept = [...left].map(([key, object]): [string, KubernetesObject] => [
    key,
    withoutDependencies(object, gone),
  ]);
  return { objects: new Map(kept), removed, problems };
}

/** What is not there would be waited for in vain: a plan refuses it. */
function withoutDependencies(
  object: KubernetesObject,
  gone: ReadonlySet<string>,
): KubernetesObject {
  const { [DEPENDS_ON]: value, ...others } = object.metadata.annotations ?? {};
  if (value === undefined) return object;
  const all = parseDependsOn(value);
  const left = all.filter(({ id }) => id === undefined || !gone.has(objectKey(id)));
  if (left.length === all.length) return object;
  const annotations =
    left.length === 0
      ? others
      : { ...others, [DEPENDS_ON]: left.map(({ reference }) => reference).join(',') };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
