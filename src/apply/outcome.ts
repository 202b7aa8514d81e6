import type { ObjectState } from '../cluster/object-state.ts';
import type { Problem } from '../errors.ts';
import type { PlanNode } from '../plan/plan.ts';

/**
 * What became of an object: `kept` is of a newer release than what was to be applied, `failed` is for good,
 * `skipped` depends on something that failed, `waiting` was not done when the deadline passed.
 */
export type Action =
  | 'created'
  | 'configured'
  | 'unchanged'
  | 'kept'
  | 'failed'
  | 'skipped'
  | 'waiting';

export type Outcome = {
  node: PlanNode;
  action: Action;
  /** The object's state after it was done. */
  state?: ObjectState;
  /** What else is to be told of it: whose form it is, stored objects that were migrated, why it was kept. */
  note?: string;
  /** What is wrong; present for failed, skipped and waiting. */
  problem?: Problem;
  /** What is wrong with stored objects, which kept this one from being done. */
  further?: readonly Problem[];
  /** Milliseconds since the start of the run: when it could be written, and when it was done. */
  readyAt: number;
  doneAt: number;
};

/** What is to be told of an object: that of the plan, and what was found when it was done. */
export function notesOf(
  { note: planned }: PlanNode,
  found: string | undefined,
): Pick<Outcome, 'note'> {
  const notes = [planned, found].filter((note) => note !== undefined);
  return notes.length === 0 ? {} : { note: notes.join('; ') };
}
