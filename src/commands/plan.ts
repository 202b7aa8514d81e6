import { formatPlan } from '../plan/format-plan.ts';
import type { PlanFormat } from '../plan/plan-formats.ts';
import { PROGRAM } from '../version.ts';
import { planGiven } from './planned-trees.ts';

/** The order in which trees would be applied, and why, as text in the given format. */
export async function plan(given: readonly string[], format: PlanFormat): Promise<string> {
  const { plan: planned } = await planGiven(given);
  if (format !== 'html') return formatPlan(planned, format);
  const { planPage } = await import('../report/html/plan-page.ts');
  return planPage(planned, PROGRAM);
}
