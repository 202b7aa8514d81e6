import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import { isCrd } from '../manifest/crd.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { openCrdGate } from './crd-gate.ts';
import type { CrdGate } from './crd-gate.ts';
import { readExistingStates } from './existing-states.ts';
import type { ExistingStates } from './existing-states.ts';
import { unfinishedOutcome } from './failure.ts';
import { readInventory, recordOutcomes } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import type { Outcome } from './outcome.ts';
import { startTasks } from './tasks.ts';

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
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<Outcome[]> {
  const before = await readBefore(plan, options.client);
  if (before === undefined) return plan.nodes.map((node) => notReached(node, options));
  try {
    const outcomes = await Promise.all(
      startTasks(plan, { ...options, ...before }).map(async (pending) => {
        const outcome = await pending;
        options.onOutcome(outcome);
        return outcome;
      }),
    );
    await recordOutcomes(options.client, outcomes, before.inventory).catch((error: unknown) => {
      if (!(error instanceof DeadlineError || error instanceof ApiError)) throw error;
      options.onUnrecorded(error);
    });
    return outcomes;
  } finally {
    before.gate?.close();
  }
}

type Before = { gate: CrdGate | undefined; existing: ExistingStates; inventory: Inventory };

/** The first requests, which wait until the API server is up; undefined at the deadline. */
async function readBefore(plan: Plan, client: Client): Promise<Before | undefined> {
  const trees = [...new Set(plan.nodes.map(({ tree }) => tree))];
  try {
    const hasCrds = plan.nodes.some(({ object }) => isCrd(object));
    const gate = hasCrds ? await openCrdGate(client) : undefined;
    const [existing, inventory] = await Promise.all([
      readExistingStates(client, plan.nodes),
      readInventory(client, trees),
    ]);
    return { gate, existing, inventory };
  } catch (error) {
    if (error instanceof DeadlineError) return undefined;
    throw error;
  }
}

function notReached(node: PlanNode, { client, clock, onOutcome }: ApplyOptions): Outcome {
  const now = clock();
  const trouble = client.lastTrouble();
  const waitingFor = `the API server${trouble === '' ? '' : ` (${trouble})`}`;
  const outcome = unfinishedOutcome(node, waitingFor, { readyAt: now, doneAt: now });
  onOutcome(outcome);
  return outcome;
}
