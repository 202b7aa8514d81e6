import { valueAt } from '../manifest/json.ts';
import { findCondition } from './conditions.ts';

export type CrdVerdict =
  | { state: 'established' }
  | { state: 'pending'; reason: string }
  /** Waiting will not help. */
  | { state: 'failed'; reason: string; hint: string };

/**
 * Whether a live CRD's kind can be used: it is not being deleted, its names are not refused, and it is
 * Established. An empty status is not ready.
 */
export function judgeCrd(crd: unknown): CrdVerdict {
  if (valueAt(crd, ['metadata', 'deletionTimestamp']) !== undefined) {
    return {
      state: 'failed',
      reason: 'it is being deleted, which its remaining objects or finalizers hold up',
      hint:
        'see which finalizers its objects and itself have; once it is gone, apply again. ' +
        'Its objects go with it',
    };
  }
  const names = findCondition(crd, 'NamesAccepted');
  if (names?.status === 'False') {
    return {
      state: 'failed',
      reason: `its names are not accepted: ${names.message}`,
      hint:
        'another CRD of the same group has them: remove the one that is not wanted ' +
        '(its objects go with it), then apply again',
    };
  }
  const established = findCondition(crd, 'Established');
  if (established?.status === 'True') return { state: 'established' };
  const message = established?.message || 'the API server has not said so yet';
  return { state: 'pending', reason: `it is not Established: ${message}` };
}
