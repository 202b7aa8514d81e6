import pLimit from 'p-limit';
import { ApiError } from '../cluster/api-error.ts';
import type { Client } from '../cluster/client.ts';
import { resolveKind } from '../cluster/resolve-kind.ts';
import { resourceOf } from '../cluster/resource.ts';
import { DeadlineError } from '../deadline.ts';
import { parseObjectKey } from '../manifest/object.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { neverDeleted } from '../removal/keep-object.ts';
import { isCrdKind } from '../removal/kinds.ts';
import type { Kept, RemovalOutcome } from '../removal/outcome.ts';
import { recordedRemovable } from '../removal/removable.ts';
import type { Applied } from './apply-plan.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged } from './before.ts';
import { readState } from './existing-states.ts';
import { failedOutcome, unfinishedOutcome } from './failure.ts';
import type { Outcome } from './outcome.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { writeObject } from './write-object.ts';

const CONCURRENT_REQUESTS = 8;

export type DryRunOptions = {
  client: Client;
  clock: () => number;
  onOutcome: (outcome: Outcome) => void;
};

/**
 * What {@link applyPlan} would do: has the API server judge each object without storing it. An object that needs
 * another one which is not there yet cannot be judged; that is told of it.
 * @throws as applyPlan does
 */
export async function dryRunPlan(
  plan: Plan,
  trees: readonly AppliedTree[],
  { client, clock, onOutcome }: DryRunOptions,
): Promise<Applied> {
  const prepared = await prepare(client, plan, trees, () => {}).catch((error: unknown) => {
    if (!(error instanceof DeadlineError)) throw error;
  });
  const limit = pLimit(CONCURRENT_REQUESTS);
  const outcomes = await Promise.all(
    plan.nodes.map(async (node) => {
      const readyAt = clock();
      const outcome =
        prepared === undefined
          ? unfinishedOutcome(node, 'the API server', { readyAt, doneAt: readyAt })
          : await limit(() => foretell(node, prepared, client, clock));
      onOutcome(outcome);
      return outcome;
    }),
  );
  return { outcomes, pruned: prepared === undefined ? [] : foretellPruning(prepared, clock) };
}

async function foretell(
  node: PlanNode,
  { before, crdSteps }: Prepared,
  client: Client,
  clock: () => number,
): Promise<Outcome> {
  const readyAt = clock();
  const done = (result: Pick<Outcome, 'action'> & { note?: string }): Outcome => ({
    node,
    ...result,
    readyAt,
    doneAt: clock(),
  });
  if (isUnchanged(before, node)) return done({ action: 'unchanged' });
  const foretold = crdSteps.get(node.key)?.foretold;
  if (foretold !== undefined) return done(foretold);
  try {
    const { apiVersion } = node.manifest.outline;
    const kind = node.kind ?? (await resolveKind(client, apiVersion, node.id.kind));
    if (kind === undefined) return done(UNSERVED);
    const resource = resourceOf(apiVersion, kind, node.id);
    const existing =
      before.states.get(node.key) ?? (await readState(client, resource, node.id.name));
    const { action } = await writeObject(client, resource, node.id.name, node.manifest, existing, {
      dryRun: true,
      onRetry: () => {},
    });
    return done({ action });
  } catch (error) {
    const isMissing = error instanceof ApiError && error.status === 404;
    if (isMissing && node.dependencies.length > 0) return done(UNSERVED);
    return failedOutcome(node, error, 'the API server', { readyAt, doneAt: clock() });
  }
}

const UNSERVED = {
  action: 'created',
  note: 'not judged, since its namespace or its kind is not there yet',
} as const;

const KEPT_CRD: Kept = {
  because: 'crd',
  reason: "pruning keeps CRDs, since users' objects go with them",
};

function foretellPruning({ stale }: Prepared, clock: () => number): RemovalOutcome[] {
  return [...stale].flatMap(([tree, objects]) =>
    [...objects].map(([key, uid]): RemovalOutcome => {
      const removable = recordedRemovable(parseObjectKey(key), { tree, uid });
      const kept = isCrdKind(removable.id)
        ? KEPT_CRD
        : neverDeleted(removable, { purpose: 'prune' });
      const times = { readyAt: clock(), doneAt: clock() };
      return kept === undefined
        ? { removable, action: 'deleted', ...times }
        : { removable, action: 'kept', kept, ...times };
    }),
  );
}
