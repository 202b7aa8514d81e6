import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import type { Completion } from '../inventory/inventory.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import type { RemovalHooks } from '../removal/remove-objects.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged } from './before.ts';
import type { Before } from './before.ts';
import type { CrdSteps } from './crd-step.ts';
import { openCrdGate } from './crd-gate.ts';
import type { CrdGate } from './crd-gate.ts';
import { unfinishedOutcome } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { recordIntent, recordOutcomes } from './record.ts';
import type { StaleObjects } from './stale-objects.ts';
import { startTasks } from './tasks.ts';

export type ApplyOptions = {
  client: Client;
  /** Milliseconds since the start of the run, monotonic. */
  clock: () => number;
  /** When it is, and which program this is: what is recorded with a tree that is complete. */
  complete: () => Completion;
  /** Whether what the set no longer has is deleted, once all of it is applied. */
  prune: boolean;
  /** See {@link PrepareOptions}. */
  judgeUnowned: boolean;
  /** Told of each object as soon as its outcome is known. */
  onOutcome: (outcome: Outcome) => void;
  /** Told what takes its time. */
  onProgress: (text: string) => void;
  /** Told where what was applied could not be recorded: everything is applied all the same. */
  onUnrecorded: (error: Error) => void;
  pruning: Pick<RemovalHooks, 'onStart' | 'onOutcome' | 'onWaiting'>;
};

export type Applied = {
  /** Of every object, in the order of the plan. */
  outcomes: Outcome[];
  /** Of what was, or was not, deleted. */
  pruned: RemovalOutcome[];
};

/**
 * Writes the objects of a plan, each as soon as what it depends on allows it, then deletes what the set no
 * longer has. A failure stops its dependents, and the deleting. Returns what became of every object, also when
 * the deadline passes.
 * @throws {ApiError} where the API server refuses even to be read; {UserError} for the kubeconfig, and exit
 * status 6 where stored objects would lose something or trees do not go with others: then nothing was written
 */
export async function applyPlan(
  plan: Plan,
  trees: readonly AppliedTree[],
  options: ApplyOptions,
): Promise<Applied> {
  const { client } = options;
  const ready = await makeReady(plan, trees, options);
  if (ready === undefined) {
    return { outcomes: plan.nodes.map((node) => notReached(node, options)), pruned: [] };
  }
  const { gate, crdSteps, stale } = ready;
  const outcomes = await Promise.all(
    startTasks(plan, { ...options, ...ready }).map(async (pending) => {
      const outcome = await pending;
      options.onOutcome(outcome);
      return outcome;
    }),
  ).finally(() => gate?.close());
  const isComplete = outcomes.every(({ state }) => state !== undefined);
  const pruned = isComplete && options.prune ? await prune(stale, crdSteps, options) : [];
  const context = { client, trees, complete: options.complete, ...ready };
  await recording(options, () => recordOutcomes(outcomes, pruned, context));
  return { outcomes, pruned };
}

type Ready = Prepared & {
  /** Undefined where no CRD has to be written. */
  gate: CrdGate | undefined;
};

/** Everything that comes before the first change; undefined at the deadline. */
async function makeReady(
  plan: Plan,
  trees: readonly AppliedTree[],
  options: ApplyOptions,
): Promise<Ready | undefined> {
  const { client, judgeUnowned, onProgress } = options;
  try {
    const prepared = await prepare(client, plan, trees, { judgeUnowned, onProgress });
    const [gate] = await Promise.all([
      prepared.crds.length === 0 ? undefined : openCrdGate(client),
      recording(options, () => recordIntent(plan, { client, trees, ...prepared })),
      warnOfNewPods(client, plan, trees, prepared.before, onProgress),
    ]);
    return { ...prepared, gate };
  } catch (error) {
    if (error instanceof DeadlineError) return undefined;
    throw error;
  }
}

/** Where pods are to come or change, says whether there is room for them. */
async function warnOfNewPods(
  client: Client,
  { nodes }: Plan,
  trees: readonly AppliedTree[],
  before: Before,
  tell: (line: string) => void,
): Promise<void> {
  const requests = trees.flatMap((tree) => tree.requests);
  const workloads = nodes.filter(({ id }) => id.group === 'apps' || id.group === 'batch');
  if (requests.length === 0 || workloads.every((node) => isUnchanged(before, node))) return;
  const { warnOfShortage } = await import('../capacity/warn-of-shortage.ts');
  const own = new Set(nodes.map(({ id }) => id.namespace));
  await warnOfShortage(client, requests, own, tell);
}

async function prune(
  stale: StaleObjects,
  crdSteps: CrdSteps,
  { client, clock, pruning }: ApplyOptions,
): Promise<RemovalOutcome[]> {
  if ([...stale.values()].every(({ size }) => size === 0)) return [];
  const { pruneStale } = await import('./prune-stale.ts');
  const moved = new Set([...crdSteps.values()].flatMap(({ moves }) => moves ?? []));
  return pruneStale(client, stale, { clock, moved, ...pruning });
}

/** The record is a help for the next run, and no reason to apply less. */
async function recording(
  { onUnrecorded }: ApplyOptions,
  record: () => Promise<void>,
): Promise<void> {
  await record().catch((error: unknown) => {
    if (!(error instanceof DeadlineError || error instanceof ApiError)) throw error;
    onUnrecorded(error);
  });
}

function notReached(node: PlanNode, { client, clock, onOutcome }: ApplyOptions): Outcome {
  const now = clock();
  const trouble = client.lastTrouble();
  const waitingFor = `the API server${trouble === '' ? '' : ` (${trouble})`}`;
  const outcome = unfinishedOutcome(node, waitingFor, { readyAt: now, doneAt: now });
  onOutcome(outcome);
  return outcome;
}
