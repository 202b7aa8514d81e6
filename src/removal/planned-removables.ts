import { placeOf } from '../plan/place-of.ts';
import type { Plan } from '../plan/plan.ts';
import type { Removable } from './removable.ts';

/** The objects of a plan, in its order. Which of the objects of their names is meant, no tree can say. */
export function plannedRemovables({ nodes }: Plan): Removable[] {
  return nodes.map((node) => ({
    key: node.key,
    id: node.id,
    apiVersion: node.manifest.outline.apiVersion,
    kind: node.kind,
    uid: undefined,
    tree: node.tree,
    place: placeOf(node),
    dependencies: node.dependencies.map(({ from }) => from),
  }));
}
