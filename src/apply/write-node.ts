import type { LimitFunction } from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { resourceOf } from '../cluster/resource.ts';
import { withRetries } from '../cluster/retry.ts';
import type { PlanNode } from '../plan/plan.ts';
import { readState } from './existing-states.ts';
import type { ExistingStates } from './existing-states.ts';
import { isRecorded } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { NotServedError } from './served-kinds.ts';
import type { ServedKinds } from './served-kinds.ts';
import { isNotServed, notWritten, writeObject } from './write-object.ts';
import type { Written } from './write-object.ts';

// A kind's endpoint follows its CRD's Established with a delay, usually of milliseconds.
const SERVED_WITHIN = 10_000;

export type WriteContext = {
  client: Client;
  /** Bounds how many objects are written at once. */
  limit: LimitFunction;
  existing: ExistingStates;
  inventory: Inventory;
  served: ServedKinds;
  /** Milliseconds since the start of the run. */
  clock: () => number;
};

/** Told what an object waits for, for the case that the deadline passes. */
export type Wait = (waitingFor: string) => void;

/** Writes one object whose dependencies are met, unless it is recorded to be as it should. */
export async function writeNode(
  node: PlanNode,
  context: WriteContext,
  wait: Wait,
): Promise<Written> {
  const { client, limit, existing, inventory, served, clock } = context;
  const { apiVersion, kind: kindName } = node.object;
  const isKnown = node.kind !== undefined;
  if (!isKnown) wait(`the API server to serve ${kindName} in ${apiVersion}`);
  const kind = node.kind ?? (await served(apiVersion, kindName));
  const resource = resourceOf(apiVersion, kind, node.id);

  wait('the API server');
  const readyAt = clock();
  const mayAppear = !isKnown || node.dependencies.some(({ gate }) => gate === 'established');
  return limit(async () => {
    const before = isKnown
      ? existing.get(node.key)
      : await readState(client, resource, node.id.name);
    if (before !== undefined && isRecorded(inventory, node.key, node.object, before)) {
      return notWritten(before);
    }
    const onRetry = (error: Error): void => {
      wait(`the API server (${error.message})`);
    };
    const write = (): Promise<Written> =>
      writeObject(client, resource, node.object, before, onRetry).catch((error: unknown) => {
        const isEarly = mayAppear && isNotServed(error) && clock() - readyAt < SERVED_WITHIN;
        throw isEarly ? new NotServedError(apiVersion, kindName) : error;
      });
    // The write itself has retried whatever else is transient.
    const isFinal = async (error: Error): Promise<boolean> => !(error instanceof NotServedError);
    return withRetries(write, { signal: client.signal, isFinal });
  });
}
