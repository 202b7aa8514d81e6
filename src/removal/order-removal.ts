import { objectKey } from '../manifest/object.ts';
import { isCrdKind } from './kinds.ts';
import type { Removable } from './removable.ts';
import { STAGES, stageOfKind } from './stages.ts';
import type { Stage } from './stages.ts';

/** When an object goes: after what is of an earlier stage, and after those of `after`. */
export type Step = {
  removable: Removable;
  stage: Stage;
  /** The keys of objects, of its own stage or earlier ones, that must be gone before. */
  after: readonly string[];
};

/**
 * The reverse of the order in which objects were applied: nothing goes before what depends on it. One edge does
 * not count, that from a workload to a CRD, since an operator that waited for its CRD has to outlive it: it
 * finalizes the CRD's objects. The steps are sorted: each comes after those that it waits for.
 * @param removables what depends on others after these, as a plan has it
 * @param users objects of users, which the deletion of CRDs would delete
 */
export function orderRemoval(
  removables: readonly Removable[],
  users: readonly Removable[] = [],
): Step[] {
  const all = [...removables, ...users];
  const byKey = new Map(all.map((removable) => [removable.key, removable]));
  const stages = new Map(all.map(({ key, id }) => [key, stageOfKind(id)]));
  for (const { key } of users) stages.set(key, 'users');

  const dependents = new Map<string, string[]>();
  for (const removable of byKey.values()) {
    for (const dependency of dependenciesOf(removable, byKey)) {
      const list = dependents.get(dependency) ?? [];
      list.push(removable.key);
      dependents.set(dependency, list);
    }
  }
  bringForward(stages, dependents);

  return [...byKey.values()]
    .toReversed()
    .map((removable) => ({
      removable,
      stage: stages.get(removable.key) ?? 'running',
      after: dependents.get(removable.key) ?? [],
    }))
    .toSorted((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

function dependenciesOf(
  { id, dependencies }: Removable,
  byKey: ReadonlyMap<string, Removable>,
): Set<string> {
  const namespace = objectKey({ group: '', kind: 'Namespace', namespace: '', name: id.namespace });
  const isCustom = stageOfKind(id) === 'custom';
  const found = [...dependencies, ...(id.namespace === '' ? [] : [namespace])].filter((key) => {
    const dependency = byKey.get(key);
    return dependency !== undefined && (isCustom || !isCrdKind(dependency.id));
  });
  return new Set(found);
}

/** Puts what depends on an object of an early stage into that stage too: it has to go before. */
function bringForward(
  stages: Map<string, Stage>,
  dependents: ReadonlyMap<string, readonly string[]>,
): void {
  const changed = [...stages.keys()];
  for (let key = changed.pop(); key !== undefined; key = changed.pop()) {
    const stage = stages.get(key);
    for (const dependent of dependents.get(key) ?? []) {
      const own = stages.get(dependent);
      if (stage === undefined || own === undefined) continue;
      if (STAGES.indexOf(own) <= STAGES.indexOf(stage)) continue;
      stages.set(dependent, stage);
      changed.push(dependent);
    }
  }
}
