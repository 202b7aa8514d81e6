import { displayObject } from '../manifest/display.ts';
import { objectKey } from '../manifest/object.ts';
import { worstOf } from './causes/cause.ts';
import type { Cause } from './causes/cause.ts';
import type { CheckResult } from './check-result.ts';

/**
 * Why a check is not healthy: its own cause, else what blocks the workloads that do its object's work. Undefined
 * where nothing more is known.
 */
export function explain(
  { check, verdict, cause }: CheckResult,
  results: readonly CheckResult[],
): Cause | undefined {
  if (verdict?.healthy !== false) return undefined;
  // A final reason needs no other, and what does not exist has nobody at work for it yet.
  if (cause?.outcome === 'certain' || verdict.cause === 'Missing') return cause;
  const workers = new Set((check.workedBy ?? []).map(objectKey));
  const below = results.map((result): Cause | undefined => {
    if (result.verdict?.healthy !== false || !workers.has(objectKey(result.check.id))) {
      return undefined;
    }
    const { reason } = result.verdict;
    const link = `${displayObject(result.check.id)}: ${reason}`;
    return result.cause && { ...result.cause, links: [link, ...result.cause.links] };
  });
  return worstOf(below) ?? cause;
}
