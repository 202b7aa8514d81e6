import { ApiError } from '../cluster/api-error.ts';
import { DeadlineError } from '../deadline.ts';
import { displayObject } from '../manifest/display.ts';
import type { RemovalOutcome } from './outcome.ts';
import type { Removable } from './removable.ts';

/** Something that has to be gone before the object could not be removed. */
export class StillThereError extends Error {
  override readonly name = 'StillThereError';

  constructor(removable: Removable) {
    super(`${displayObject(removable.id)} could not be removed`);
  }
}

type Times = Pick<RemovalOutcome, 'readyAt' | 'doneAt'>;

/** What kept an object: why it is still there itself, or what had to be gone before and is not. */
export type Holdup = { itself: string } | { others: string };

/**
 * The outcome of an object that an error kept from being removed.
 * @throws the error itself where it is no answer of the API server: a bug, or the kubeconfig's fault
 */
export function failedRemoval(
  removable: Removable,
  error: unknown,
  why: Holdup,
  times: Times,
): RemovalOutcome {
  const at = removable.place;
  if (error instanceof DeadlineError) {
    const problem = {
      code: 'remove-deadline',
      message:
        'itself' in why
          ? `is still there at the deadline: ${why.itself}`
          : `had to wait until the deadline for ${why.others}`,
      hint: hintFor('itself' in why ? why.itself : why.others),
      at,
    };
    return { removable, action: 'waiting', problem, ...times };
  }
  if (error instanceof ApiError) {
    const field = error.fields.join(', ');
    const reason = error.reason || 'no reason';
    const problem = {
      code: 'remove-refused',
      message: `the API server refused to delete it (${error.status} ${reason}): ${error.message}`,
      hint: 'see what in the cluster forbids it, such as an admission policy or missing rights, then run it again',
      at: { ...at, ...(field === '' ? {} : { field }) },
    };
    return { removable, action: 'failed', problem, ...times };
  }
  if (error instanceof StillThereError) {
    const problem = {
      code: 'remove-skipped',
      message: `was not deleted, since ${error.message}`,
      hint: 'repair that first, then run it again',
      at,
    };
    return { removable, action: 'skipped', problem, ...times };
  }
  throw error;
}

function hintFor(reason: string): string {
  return reason.includes('finalizer')
    ? 'see that this controller runs, then run it again; taking a finalizer away by hand leaves behind what it guards'
    : 'see what keeps that from happening, then run it again, with more time (--timeout) if need be';
}
