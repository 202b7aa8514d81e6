import { findCondition } from '../cluster/conditions.ts';
import { oneLine } from '../one-line.ts';

/** What a controller says of something in a condition. */
export type Said =
  | { says: 'nothing' }
  | { says: 'true' | 'false' | 'unknown'; reason: string; message: string }
  | { says: 'stale'; observed: number };

/**
 * Reads a condition of an object at a generation. One that speaks of an older generation says nothing of what is
 * there now.
 * @param holder whatever has the list `conditions`: a status, or the part of one that speaks of a listener or parent
 */
export function said(holder: unknown, type: string, generation: number): Said {
  const condition = findCondition({ status: holder }, type);
  if (condition === undefined) return { says: 'nothing' };
  const { status, reason, message, observedGeneration } = condition;
  if (observedGeneration !== undefined && observedGeneration < generation) {
    return { says: 'stale', observed: observedGeneration };
  }
  const says = status === 'True' ? 'true' : status === 'False' ? 'false' : 'unknown';
  return { says, reason, message };
}

/** A controller's own words: `Invalid: the certificate …`. */
export function wordsOf({ reason, message }: { reason: string; message: string }): string {
  return oneLine([reason, message].filter((part) => part !== '').join(': ')) || 'without a reason';
}

/** That a condition is of an older generation. */
export function staleMessage(type: string, observed: number, generation: number): string {
  return `its controller has not looked at its last change yet: ${type} speaks of generation ${observed}, the object is at ${generation}`;
}
