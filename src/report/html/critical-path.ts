import type { TimedObject } from './shown-object.ts';

type Timed = Pick<TimedObject, 'key' | 'action' | 'readyAt' | 'doneAt'> & {
  after: readonly { from: string }[];
};

/**
 * The objects whose turn never came: something that they depend on was not done. Their times say nothing but
 * when that was certain.
 */
export function neverReady(objects: readonly Timed[]): Set<string> {
  const undone = new Set(objects.filter(isUndone).map(({ key }) => key));
  return new Set(
    objects
      .filter((object) => isUndone(object) && object.after.some(({ from }) => undone.has(from)))
      .map(({ key }) => key),
  );
}

/** Whether its dependents could not pass. */
function isUndone({ action }: Timed): boolean {
  return action === 'failed' || action === 'skipped' || action === 'waiting';
}

/**
 * Of each object that waited, the key of what it waited for last: of what it depends on, what was done last before
 * it was ready.
 */
export function lastAwaited(objects: readonly Timed[]): Map<string, string> {
  const doneAt = new Map(objects.map((object) => [object.key, object.doneAt]));
  return new Map(
    objects.flatMap(({ key, readyAt, after }) => {
      let last: { from: string; at: number } | undefined;
      for (const { from } of after) {
        const done = doneAt.get(from);
        if (done === undefined) continue;
        // A CRD lets pass what only needs it written before it is done.
        const at = Math.min(done, readyAt);
        if (last === undefined || at > last.at) last = { from, at };
      }
      return last === undefined ? [] : [[key, last.from] as const];
    }),
  );
}

/**
 * The chain that decided how long the run took, in the order of time: it ends with the object that was done last,
 * and each is what the next one waited for last. Empty where no object took any time.
 */
export function criticalPath(objects: readonly Timed[]): string[] {
  const awaited = lastAwaited(objects);
  const idle = neverReady(objects);
  let end: Timed | undefined;
  for (const object of objects) {
    if (idle.has(object.key) || object.doneAt <= object.readyAt) continue;
    if (end === undefined || object.doneAt > end.doneAt) end = object;
  }
  const path: string[] = [];
  for (let key = end?.key; key !== undefined; key = awaited.get(key)) path.push(key);
  return path.toReversed();
}
