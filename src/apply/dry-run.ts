import pLimit from 'p-limit';
import type { LimitFunction } from 'p-limit';
import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { resolveKind } from '../cluster/resolve-kind.ts';
import { resourceOf } from '../cluster/resource.ts';
import { DeadlineError } from '../deadline.ts';
import type { Gate, Plan, PlanNode } from '../plan/plan.ts';
import { findObject } from '../removal/find-object.ts';
import type { Applied } from './apply-plan.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged } from './before.ts';
import { readState } from './existing-states.ts';
import { DependencyError, failedOutcome, unfinishedOutcome } from './failure.ts';
import { foretellPruning } from './foretell-pruning.ts';
import { notesOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { isJudgedByContent, writeObject } from './write-object.ts';

const CONCURRENT_REQUESTS = 8;

export type DryRunOptions = {
  client: Client;
  clock: () => number;
  /** Whether what the set no longer has would be deleted. */
  prune: boolean;
  /** See {@link PrepareOptions}. */
  judgeUnowned: boolean;
  onOutcome: (outcome: Outcome) => void;
};

/**
 * What {@link applyPlan} would do: has the API server judge each object without storing it. An object that needs
 * another one which is not there yet, or not as it will be, cannot be judged; that is told of it.
 * @throws as applyPlan does
 */
export async function dryRunPlan(
  plan: Plan,
  trees: readonly AppliedTree[],
  options: DryRunOptions,
): Promise<Applied> {
  const { client, clock, judgeUnowned, onOutcome } = options;
  const quietly = { judgeUnowned, onProgress: () => {} };
  const prepared = await prepare(client, plan, trees, quietly).catch((error: unknown) => {
    if (!(error instanceof DeadlineError)) throw error;
  });
  const limit = pLimit(CONCURRENT_REQUESTS);
  const started = new Map<string, Promise<Outcome>>();
  // The plan is sorted: what a node depends on has been started before it.
  for (const node of plan.nodes) {
    const needed = node.dependencies.map(async ({ from, gate }) => ({
      gate,
      outcome: await started.get(from),
    }));
    const foretold =
      prepared === undefined
        ? Promise.resolve(late(node, clock))
        : foretell(node, needed, { ...prepared, client, clock, limit });
    started.set(node.key, foretold);
    void foretold.then(onOutcome, () => {});
  }
  const outcomes = await Promise.all(started.values());
  const isComplete = outcomes.every(({ problem }) => problem === undefined);
  if (prepared === undefined || !options.prune || !isComplete) return { outcomes, pruned: [] };
  return { outcomes, pruned: await foretellPruning(client, prepared.stale, clock) };
}

/** What became of an object that another one depends on, and what must be true of it. */
type Needed = { gate: Gate; outcome: Outcome | undefined };

type Context = Prepared & { client: Client; clock: () => number; limit: LimitFunction };

async function foretell(
  node: PlanNode,
  needed: readonly Promise<Needed>[],
  context: Context,
): Promise<Outcome> {
  const { clock, limit } = context;
  const before = await Promise.all(needed);
  const readyAt = clock();
  try {
    const failed = before.find(({ outcome }) => outcome?.problem !== undefined);
    if (failed?.outcome !== undefined) throw new DependencyError(failed.outcome.node);
    const told = await limit(() => foretellWrite(node, before, context));
    return { node, ...told, ...notesOf(node, told.note), readyAt, doneAt: clock() };
  } catch (error) {
    return failedOutcome(node, error, 'the API server', { readyAt, doneAt: clock() });
  }
}

type Foretold = Pick<Outcome, 'action'> & { note?: string };

async function foretellWrite(
  node: PlanNode,
  needed: readonly Needed[],
  { client, before, kept, crdSteps }: Context,
): Promise<Foretold> {
  if (isUnchanged(before, node)) return { action: 'unchanged' };
  const keptFor = kept.get(node.key);
  if (keptFor !== undefined) return { action: 'kept', note: keptFor };
  const foretold = crdSteps.get(node.key)?.foretold;
  if (foretold !== undefined) return foretold;
  const { apiVersion } = node.manifest.outline;
  const kind = node.kind ?? (await resolveKind(client, apiVersion, node.id.kind));
  if (kind === undefined) return NOT_SERVED;
  const resource = resourceOf(apiVersion, kind, node.id);
  const existing = before.states.get(node.key) ?? (await readState(client, resource, node.id.name));
  const options = { dryRun: true, onRetry: () => {} };
  try {
    const { action } = await writeObject(
      client,
      resource,
      node.id.name,
      node.manifest,
      existing,
      options,
    );
    return { action };
  } catch (error) {
    const isMissing = error instanceof ApiError && error.status === 404;
    if (isMissing && needed.length > 0) {
      const isThere = (await findObject(client, { ...node, apiVersion }, () => {})) !== undefined;
      return isThere ? { ...NOT_JUDGED, action: 'configured' } : NOT_SERVED;
    }
    const crdChanges = needed.some(
      ({ gate, outcome }) => gate === 'established' && outcome?.action === 'configured',
    );
    if (!crdChanges || !isJudgedByContent(error)) throw error;
    return { ...NOT_JUDGED, action: existing === undefined ? 'created' : 'configured' };
  }
}

const NOT_SERVED: Foretold = {
  action: 'created',
  note: 'not judged, since its namespace or its kind is not there yet',
};

const NOT_JUDGED = { note: 'not judged, since its CRD is not yet what it will be' };

function late(node: PlanNode, clock: () => number): Outcome {
  const now = clock();
  return unfinishedOutcome(node, 'the API server', { readyAt: now, doneAt: now });
}
