import type { Outcome } from '../../apply/outcome.ts';
import type { RemovalOutcome } from '../../removal/outcome.ts';
import type { TimedObject } from './shown-object.ts';

/** What `apply` has made of an object. */
export function appliedObject(outcome: Outcome): TimedObject {
  const { node, action, note, problem, further = [], readyAt, doneAt } = outcome;
  return {
    key: node.key,
    id: node.id,
    tree: node.tree,
    after: node.dependencies,
    action,
    readyAt,
    doneAt,
    note,
    problems: [...(problem === undefined ? [] : [problem]), ...further],
  };
}

/** What pruning has made of an object. Its order is that of stages, so that it has no edges. */
export function prunedObject(outcome: RemovalOutcome): TimedObject {
  const { removable, action, kept, problem, readyAt, doneAt } = outcome;
  return {
    key: `pruned ${removable.key}`,
    id: removable.id,
    tree: removable.tree,
    after: [],
    action,
    readyAt,
    doneAt,
    note: `No longer in the tree.${kept === undefined ? '' : ` Kept: ${kept.reason}`}`,
    problems: problem === undefined ? [] : [problem],
  };
}
