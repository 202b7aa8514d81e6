import type { Problem } from '../errors.ts';
import type { Removable } from './removable.ts';

/**
 * What became of an object: `absent` was not there, `failed` was refused for good, `skipped` would have had to
 * come after something that failed, `waiting` was not gone when the deadline passed.
 */
export type RemovalAction = 'deleted' | 'absent' | 'kept' | 'failed' | 'skipped' | 'waiting';

export type RemovalOutcome = {
  removable: Removable;
  action: RemovalAction;
  /** Why it was kept; present for kept. */
  kept?: Kept;
  /** What is wrong; present for failed, skipped and waiting. */
  problem?: Problem;
  /** Milliseconds since the start of the run: when its turn came, and when it was over. */
  readyAt: number;
  doneAt: number;
};

/** Why an object is still there, on purpose. */
export type Kept = {
  because:
    /** It is a CRD, and these are only deleted on request. */
    | 'crd'
    /** It is a namespace that is not empty, or whose turn is never. */
    | 'namespace'
    /** It stands for stored data. */
    | 'data'
    /** It is another object than the recorded one. */
    | 'replaced'
    /** Another tree has it too. */
    | 'shared';
  /** In words that follow the object's name. */
  reason: string;
};

/** Whether there is nothing left of it that a later removal could be asked to take away. */
export function isSettled({ action, kept }: RemovalOutcome): boolean {
  if (action === 'kept') return kept?.because === 'replaced' || kept?.because === 'shared';
  return action === 'deleted' || action === 'absent';
}
