import { displayObject } from '../../../src/manifest/display.ts';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { treeObjects } from './objects.ts';

export const DEPENDS_ON = 'config.kubernetes.io/depends-on';

/** A tree of the name `name`, read from `<name>.yaml`. */
export function tree(name: string, ...objects: KubernetesObject[]) {
  return { name, objects: treeObjects(`${name}.yaml`, ...objects) };
}

/** `A after B gate: reason` for each edge, and the order of the objects. */
export function shownPlan({ nodes }: Plan): { order: string[]; edges: string[] } {
  const names = new Map(nodes.map(({ key, id }) => [key, displayObject(id)]));
  return {
    order: [...names.values()],
    edges: nodes.flatMap(({ id, dependencies }) =>
      dependencies.map(
        ({ from: key, gate, reason }) =>
          `${displayObject(id)} after ${names.get(key)} ${gate}: ${reason}`,
      ),
    ),
  };
}

/** The plan of one tree, as {@link shownPlan}. */
export function planOf(...objects: KubernetesObject[]): ReturnType<typeof shownPlan> {
  return shownPlan(buildPlan([tree('one', ...objects)]));
}
