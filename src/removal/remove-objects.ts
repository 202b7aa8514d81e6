import pLimit from 'p-limit';
import type { Client } from '../cluster/client.ts';
import { DeadlineError } from '../deadline.ts';
import { deadWebhooks } from './dead-webhooks.ts';
import { failedRemoval } from './failure.ts';
import { orderRemoval } from './order-removal.ts';
import type { Step } from './order-removal.ts';
import type { RemovalOutcome } from './outcome.ts';
import type { RemovalPolicy } from './policy.ts';
import type { Removable } from './removable.ts';
import { startRemoval } from './start-removal.ts';
import { withUsersObjects } from './users-objects.ts';

// As many as there are connections.
const CONCURRENT_REQUESTS = 8;
// Each is a connection of its own.
const CONCURRENT_WATCHES = 32;

/** What is told while objects are removed. */
export type RemovalHooks = {
  /** Milliseconds since the start of the run, monotonic. */
  clock: () => number;
  /** Told how many objects there are, those of users included, once that is known. */
  onStart?: (count: number) => void;
  /** Told of each object as soon as its outcome is known. */
  onOutcome: (outcome: RemovalOutcome) => void;
  /** Told why an object whose turn has come is not gone yet, whenever that changes. */
  onWaiting?: (removable: Removable, reason: string) => void;
};

export type RemovalOptions = RemovalHooks & {
  policy: RemovalPolicy;
  /** The names of other trees that have an object too, by its key: such an object is kept. */
  shared?: ReadonlyMap<string, string>;
};

/**
 * Deletes objects in the reverse of the order in which they were applied, each once everything is gone that needs
 * it, and waits until they are gone. A failure stops what must come after it, nothing else. Whatever is done or
 * not, running it again goes on from there.
 * @returns what became of every object, in the order of removal, also when the deadline passes
 * @throws {ApiError} where the API server refuses even to be read; {UserError} for the kubeconfig
 */
export async function removeObjects(
  client: Client,
  removables: readonly Removable[],
  options: RemovalOptions,
): Promise<RemovalOutcome[]> {
  const { policy, shared = new Map<string, string>(), clock } = options;
  const told = (outcome: RemovalOutcome): RemovalOutcome => {
    options.onOutcome(outcome);
    return outcome;
  };

  const before = await lookBefore(client, removables, policy, shared).catch((error: unknown) => {
    if (!(error instanceof DeadlineError)) throw error;
    return error;
  });
  if (before instanceof DeadlineError) {
    const times = { readyAt: clock(), doneAt: clock() };
    const why = { itself: `the API server did not answer: ${client.lastTrouble()}` };
    return orderRemoval(removables).map(({ removable }) =>
      told(failedRemoval(removable, before, why, times)),
    );
  }

  const { steps, first } = before;
  options.onStart?.(steps.length);
  const keys = new Set(steps.map(({ removable }) => removable.key));
  const pending = startRemoval(steps, {
    client,
    policy,
    shared: before.shared,
    clock,
    first,
    isRemoved: (key) => keys.has(key),
    limit: pLimit(CONCURRENT_REQUESTS),
    watchLimit: pLimit(CONCURRENT_WATCHES),
    onWaiting: (removable, reason) => options.onWaiting?.(removable, reason),
  });
  return Promise.all(pending.map(async (outcome) => told(await outcome)));
}

/** What has to be known before anything is deleted: all the steps, and the keys of those that come first. */
async function lookBefore(
  client: Client,
  removables: readonly Removable[],
  policy: RemovalPolicy,
  shared: ReadonlyMap<string, string>,
): Promise<{ steps: Step[]; first: Set<string>; shared: ReadonlyMap<string, string> }> {
  const first = await deadWebhooks(client, removables);
  if (policy.purpose === 'prune' || !policy.crds) {
    return { steps: orderRemoval(removables), first, shared };
  }
  const found = await withUsersObjects(client, removables, shared);
  return { steps: orderRemoval(found.removables, found.users), first, shared: found.shared };
}
