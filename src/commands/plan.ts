import { formatPlan } from '../plan/format-plan.ts';
import type { PlanFormat } from '../plan/plan-formats.ts';
import { planGiven } from './planned-trees.ts';

/** The order in which trees would be applied, and why, as text in the given format. */
export async function plan(given: readonly string[], format: PlanFormat): Promise<string> {
  return formatPlan((await planGiven(given)).plan, format);
}
