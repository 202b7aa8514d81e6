import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { isNewerVersion } from '../cluster/object-state.ts';
import { DeadlineError } from '../deadline.ts';
import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { valueAt } from '../manifest/json.ts';
import type { Gate, Plan, PlanNode } from '../plan/plan.ts';
import type { Before } from './before.ts';
import type { CrdGate } from './crd-gate.ts';
import type { CrdSteps } from './crd-step.ts';
import { DependencyError, failedOutcome } from './failure.ts';
import type { KeptObjects } from './judge-shared.ts';
import { notesOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { servedKinds } from './served-kinds.ts';
import { writeNode } from './write-node.ts';
import type { Wait, WriteContext } from './write-node.ts';
import type { Written } from './write-object.ts';

// As many as there are connections: more would queue there, out of the plan's order.
const CONCURRENT_WRITES = 8;

export type TaskContext = {
  client: Client;
  /** Undefined where no CRD has to be written. */
  gate: CrdGate | undefined;
  before: Before;
  /** What another tree has brought in a newer form. */
  kept: KeptObjects;
  /** What is to be done with CRDs that are there already, beyond writing them. */
  crdSteps: CrdSteps;
  clock: () => number;
};

/** What the dependents of an object wait for. */
type Gates = { written: Promise<Written>; established: Promise<unknown> } & Record<
  Gate,
  Promise<unknown>
>;

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
    const { gates, outcome } = startTask(node, started, context, writing);
    started.set(node.key, { node, gates });
    return outcome;
  });
}

function startTask(
  node: PlanNode,
  started: ReadonlyMap<string, Started>,
  { client, gate, clock }: TaskContext,
  writing: WriteContext,
): { gates: Gates; outcome: Promise<Outcome> } {
  let waitingFor = '';
  let readyAt = clock();
  // Told before the gate opens, so that no dependent is ready before this is done.
  let doneAt = readyAt;
  const wait: Wait = (text) => {
    waitingFor = text;
  };

  const written = passGates(node, started, wait).then(async (crdChanged) => {
    readyAt = clock();
    const result = await writeNode(node, crdChanged, writing, wait);
    doneAt = clock();
    return result;
  });
  const established = written.then(async ({ live, state }) => {
    // Without an answer nothing was written: the CRD is what it was when it was recorded.
    if (gate === undefined || !isCrd(node.manifest.outline) || live === undefined) return;
    wait('itself to be Established');
    // What has not changed since the gate opened gives it no event to see, and metadata has no status.
    const hasStatus = valueAt(live, ['status']) !== undefined;
    const isSeen = hasStatus || isNewerVersion(state.resourceVersion, gate.version);
    await gate.established(node.id.name, isSeen ? live : await readCrd(client, node));
    doneAt = clock();
  });

  const outcome = Promise.all([written, established]).then(
    ([{ action, state, note }]): Outcome => ({
      node,
      action,
      state,
      ...notesOf(node, note),
      readyAt,
      doneAt,
    }),
    (error: unknown) => failedOutcome(node, error, waitingFor, { readyAt, doneAt: clock() }),
  );
  return { gates: { written, established }, outcome };
}

function readCrd(client: Client, { id }: PlanNode): Promise<unknown> {
  return getJson(client, `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${id.name}`);
}

/** Waits for what a node depends on; answers whether the CRD of its kind has been changed. */
async function passGates(
  node: PlanNode,
  started: ReadonlyMap<string, Started>,
  wait: Wait,
): Promise<boolean> {
  let crdChanged = false;
  for (const { from, gate } of node.dependencies) {
    const dependency = started.get(from);
    if (dependency === undefined) continue;
    wait(`${displayObject(dependency.node.id)} to be ${gate}`);
    await dependency.gates[gate].catch((error: unknown) => {
      throw error instanceof DeadlineError ? error : new DependencyError(dependency.node);
    });
    if (gate === 'established') {
      crdChanged ||= (await dependency.gates.written).action === 'configured';
    }
  }
  return crdChanged;
}
