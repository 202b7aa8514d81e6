import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import { isCrd } from '../manifest/crd.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { isUnchanged, readBefore } from './before.ts';
import type { Before } from './before.ts';
import { openCrdGate } from './crd-gate.ts';
import type { CrdSteps } from './crd-steps.ts';
import { unfinishedOutcome } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { recordIntent, recordOutcomes } from './record.ts';
import { startTasks } from './tasks.ts';

/** What the applier has to know of a tree beyond its objects. */
export type AppliedTree = { name: string; version?: string | undefined };

export type ApplyOptions = {
  client: Client;
  /** Milliseconds since the start of the run, monotonic. */
  clock: () => number;
  /** Told of each object as soon as its outcome is known. */
  onOutcome: (outcome: Outcome) => void;
  /** Told where what was applied could not be recorded: everything is applied all the same. */
  onUnrecorded: (error: Error) => void;
};

/**
 * Writes the objects of a plan, each as soon as what it depends on allows it. A failure stops its
 * dependents only. Returns what became of every object, in the order of the plan, also when the
 * deadline passes.
 * @throws {ApiError} where the API server refuses even to be read; {UserError} for the kubeconfig
 */
export async function applyPlan(
  plan: Plan,
  trees: readonly AppliedTree[],
  options: ApplyOptions,
): Promise<Outcome[]> {
  const { client } = options;
  const ready = await prepare(plan, trees, options);
  if (ready === undefined) return plan.nodes.map((node) => notReached(node, options));
  try {
    const outcomes = await Promise.all(
      startTasks(plan, { ...options, ...ready }).map(async (pending) => {
        const outcome = await pending;
        options.onOutcome(outcome);
        return outcome;
      }),
    );
    await recording(options, () => recordOutcomes(client, trees, outcomes, ready.before));
    return outcomes;
  } finally {
    ready.gate?.close();
  }
}

type Ready = {
  before: Before;
  crdSteps: CrdSteps;
  gate: Awaited<ReturnType<typeof openCrdGate>> | undefined;
};

/** Everything that comes before the first change; undefined at the deadline. */
async function prepare(
  plan: Plan,
  trees: readonly AppliedTree[],
  options: ApplyOptions,
): Promise<Ready | undefined> {
  const { client } = options;
  try {
    const before = await readBefore(
      client,
      plan,
      trees.map(({ name }) => name),
    );
    const pending = plan.nodes.filter((node) => !isUnchanged(before, node));
    const hasCrds = pending.some(({ manifest }) => isCrd(manifest.outline));
    const [gate] = await Promise.all([
      hasCrds ? openCrdGate(client) : undefined,
      recording(options, () => recordIntent(client, trees, plan, before)),
    ]);
    return { before, gate, crdSteps: new Map() };
  } catch (error) {
    if (error instanceof DeadlineError) return undefined;
    throw error;
  }
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
