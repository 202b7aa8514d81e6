import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import type { Gate, Plan, PlanNode } from '../plan/plan.ts';
import type { CrdGate } from './crd-gate.ts';
import type { ExistingStates } from './existing-states.ts';
import { DependencyError, failedOutcome } from './failure.ts';
import type { Inventory } from './inventory.ts';
import type { Outcome } from './outcome.ts';
import { servedKinds } from './served-kinds.ts';
import { writeNode } from './write-node.ts';
import type { Wait, WriteContext } from './write-node.ts';

// As many as there are connections: more would queue there, out of the plan's order.
const CONCURRENT_WRITES = 8;

export type TaskContext = {
  client: Client;
  /** Undefined where the plan has no CRDs. */
  gate: CrdGate | undefined;
  existing: ExistingStates;
  inventory: Inventory;
  clock: () => number;
};

/** What the dependents of an object wait for. */
type Gates = Record<Gate, Promise<unknown>>;

type Started = { node: PlanNode; gates: Gates };

/**
 * Starts a task for each object of a plan, all at once: each waits for what it depends on, is written,
 * and lets its dependents pass.
 */
export function startTasks(plan: Plan, context: TaskContext): Promise<Outcome>[] {
  const started = new Map<string, Started>();
  const writing: WriteContext = {
    ...context,
    limit: pLimit(CONCURRENT_WRITES),
    served: servedKinds(context.client),
  };
  // The plan is sorted: what a node depends on has been started before it.
  return plan.nodes.map((node) => {
    const { gates, outcome } = startTask(node, started, context.gate, writing);
    started.set(node.key, { node, gates });
    return outcome;
  });
}

function startTask(
  node: PlanNode,
  started: ReadonlyMap<string, Started>,
  gate: CrdGate | undefined,
  context: WriteContext,
): { gates: Gates; outcome: Promise<Outcome> } {
  let waitingFor = '';
  let readyAt = context.clock();
  const wait: Wait = (text) => {
    waitingFor = text;
  };

  const written = passGates(node, started, wait).then(() => {
    readyAt = context.clock();
    return writeNode(node, context, wait);
  });
  const established = written.then(({ live }) => {
    // Without an answer nothing was written: the CRD is what it was when it was recorded.
    if (gate === undefined || !isCrd(node.object) || live === undefined) return undefined;
    wait('itself to be Established');
    return gate.established(node.id.name, live);
  });

  const outcome = Promise.all([written, established]).then(
    ([{ action, state }]): Outcome => ({ node, action, state, readyAt, doneAt: context.clock() }),
    (error: unknown) =>
      failedOutcome(node, error, waitingFor, { readyAt, doneAt: context.clock() }),
  );
  return { gates: { written, established }, outcome };
}

async function passGates(
  node: PlanNode,
  started: ReadonlyMap<string, Started>,
  wait: Wait,
): Promise<void> {
  for (const { from, gate } of node.dependencies) {
    const dependency = started.get(from);
    if (dependency === undefined) continue;
    wait(`${displayObject(dependency.node.id)} to be ${gate}`);
    await dependency.gates[gate].catch((error: unknown) => {
      throw error instanceof DeadlineError ? error : new DependencyError(dependency.node);
    });
  }
}
