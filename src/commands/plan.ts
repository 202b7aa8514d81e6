import { buildPlan } from '../plan/build-plan.ts';
import { formatPlan } from '../plan/format-plan.ts';
import type { PlanFormat } from '../plan/plan-formats.ts';
import { readTrees } from './read-trees.ts';

/** The order in which trees would be applied, and why, as text in the given format. */
export async function plan(given: readonly string[], format: PlanFormat): Promise<string> {
  return formatPlan(buildPlan(await readTrees(given)), format);
}
