import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { resolveKind } from '../cluster/resolve-kind.ts';
import { resourceOf } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import { DeadlineError } from '../deadline.ts';
import type { KindInfo } from '../manifest/builtin-kinds.ts';
import { isCrd } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import type { Gate, Plan, PlanNode } from '../plan/plan.ts';
import type { CrdGate } from './crd-gate.ts';
import { readState } from './existing-states.ts';
import type { ExistingStates } from './existing-states.ts';
import { DependencyError, failedOutcome } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { isNotServed, writeObject } from './write-object.ts';
import type { Written } from './write-object.ts';

// As many as there are connections: more would queue there, out of the plan's order.
const CONCURRENT_WRITES = 8;

// A kind's endpoint follows its CRD's Established with a delay, usually of milliseconds.
const SERVED_WITHIN = 10_000;

export type TaskContext = {
  client: Client;
  gate: CrdGate;
  existing: ExistingStates;
  clock: () => number;
};

/** What the dependents of an object wait for. */
type Gates = Record<Gate, Promise<unknown>>;

/** Starts a task for each object of a plan at once; each waits for what it depends on. */
export function startTasks(plan: Plan, context: TaskContext): Promise<Outcome>[] {
  const { client, gate, existing, clock } = context;
  const limit = pLimit(CONCURRENT_WRITES);
  const nodes = new Map(plan.nodes.map((node) => [node.key, node]));
  const gatesOf = new Map<string, Gates>();
  const served = new Map<string, Promise<KindInfo>>();

  const start = (node: PlanNode): Promise<Outcome> => {
    let waitingFor = 'the API server';
    let readyAt = clock();
    const onRetry = (error: Error): void => {
      waitingFor = `the API server (${error.message})`;
    };

    const passGates = async (): Promise<void> => {
      for (const { from, gate: needed } of node.dependencies) {
        const dependency = nodes.get(from);
        const gates = gatesOf.get(from);
        if (dependency === undefined || gates === undefined) continue;
        waitingFor = `${displayObject(dependency.id)} to be ${needed}`;
        await gates[needed].catch((error: unknown) => {
          throw error instanceof DeadlineError ? error : new DependencyError(dependency);
        });
      }
    };

    const write = async (): Promise<Written> => {
      await passGates();
      const { apiVersion } = node.object;
      const unknown = node.kind === undefined;
      if (unknown) waitingFor = `the API server to serve ${node.id.kind} in ${apiVersion}`;
      const kind = node.kind ?? (await whenServed(client, served, node));
      readyAt = clock();
      waitingFor = 'the API server';
      const resource = resourceOf(apiVersion, kind, node.id);
      return limit(async () => {
        const before = unknown
          ? await readState(client, resource, node.id.name)
          : existing.get(node.key);
        const mayAppear = unknown || node.dependencies.some((edge) => edge.gate === 'established');
        return withRetries(
          () =>
            writeObject(client, resource, node.object, before, onRetry).catch((error: unknown) => {
              const tooEarly = mayAppear && isNotServed(error) && clock() - readyAt < SERVED_WITHIN;
              throw tooEarly ? new NotServedError(node) : error;
            }),
          { signal: client.signal, onRetry },
        );
      });
    };

    const written = write();
    const established = isCrd(node.object)
      ? written.then(({ live }) => {
          waitingFor = 'itself to be Established';
          return gate.established(node.id.name, live);
        })
      : written;
    gatesOf.set(node.key, { written, established });

    return Promise.all([written, established]).then(
      ([{ action }]) => ({ node, action, readyAt, doneAt: clock() }),
      (error: unknown) => failedOutcome(node, error, waitingFor, { readyAt, doneAt: clock() }),
    );
  };

  // The plan is sorted, so the gates of a node's dependencies are there before the node.
  return plan.nodes.map(start);
}

/** A kind that neither the program nor the trees know: the server is asked until it serves it. */
async function whenServed(
  client: Client,
  served: Map<string, Promise<KindInfo>>,
  node: PlanNode,
): Promise<KindInfo> {
  const { apiVersion, kind } = node.object;
  const key = `${apiVersion} ${kind}`;
  const pending =
    served.get(key) ??
    withRetries(
      async () => {
        const info = await resolveKind(client, apiVersion, kind);
        if (info === undefined) throw new NotServedError(node);
        return info;
      },
      { signal: client.signal },
    );
  served.set(key, pending);
  return pending;
}

/** A kind that the API server does not serve yet; its code makes it transient. */
class NotServedError extends Error {
  override readonly name = 'NotServedError';
  readonly code = 'NOT_SERVED';

  constructor({ object }: PlanNode) {
    super(`${object.kind} in ${object.apiVersion} is not served`);
  }
}
