import type { Client } from '../cluster/client.ts';
import { isCrd } from '../manifest/crd.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged, readBefore } from './before.ts';
import type { Before } from './before.ts';
import type { CrdSteps } from './crd-step.ts';
import { judgeShared } from './judge-shared.ts';
import type { KeptObjects } from './judge-shared.ts';
import { findStale } from './stale-objects.ts';
import type { StaleObjects } from './stale-objects.ts';

/** What a run finds, and decides from it, before it writes anything. */
export type Prepared = {
  before: Before;
  kept: KeptObjects;
  stale: StaleObjects;
  crdSteps: CrdSteps;
  /** The CRDs that have to be written. */
  crds: readonly PlanNode[];
};

export type PrepareOptions = {
  /** Whether trees are held against what is in the cluster and of no tree. */
  judgeUnowned: boolean;
  onProgress: (text: string) => void;
};

/**
 * Looks at the cluster before the first change.
 * @throws {ApiError} where the API server refuses to be read; {UserError} exit status 6 where stored objects
 * would lose something, and where trees must not be applied ({@link RefusedTrees}); the deadline's reason
 */
export async function prepare(
  client: Client,
  plan: Plan,
  trees: readonly AppliedTree[],
  { judgeUnowned, onProgress }: PrepareOptions,
): Promise<Prepared> {
  const before = await readBefore(client, plan);
  const kept = await judgeShared(plan, trees, before, judgeUnowned);
  const crds = plan.nodes.filter(
    (node) => isCrd(node.manifest.outline) && !isUnchanged(before, node),
  );
  const [stale, crdSteps] = await Promise.all([
    findStale(client, plan, trees, before),
    crds.some(({ key }) => before.states.has(key))
      ? judgeCrds(client, plan, trees, before, onProgress)
      : new Map(),
  ]);
  return { before, kept, stale, crdSteps, crds };
}

/** What it takes is loaded where it is needed: most boots change no CRD that is there. */
async function judgeCrds(...input: JudgeInput): Promise<CrdSteps> {
  const { planCrdSteps } = await import('./crd-steps.ts');
  return planCrdSteps(...input);
}

type JudgeInput = [Client, Plan, readonly AppliedTree[], Before, (text: string) => void];
