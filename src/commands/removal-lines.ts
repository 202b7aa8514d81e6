import { counted } from '../counted.ts';
import { formatMilliseconds } from '../duration.ts';
import { displayObject } from '../manifest/display.ts';
import type { RemovalAction, RemovalOutcome } from '../removal/outcome.ts';
import { someOf } from '../removal/some-of.ts';
import { reportedObject } from '../report/run-report.ts';
import { countActions } from './count-actions.ts';

const ACTIONS: readonly RemovalAction[] = [
  'deleted',
  'absent',
  'kept',
  'failed',
  'skipped',
  'waiting',
];

/** What became of an object, as a line of the journal. */
export function outcomeLine({ removable, action, kept, readyAt, doneAt }: RemovalOutcome): string {
  const detail =
    kept === undefined ? ` (${formatMilliseconds(doneAt - readyAt)})` : `: ${kept.reason}`;
  return `${action.padEnd(10)} ${displayObject(removable.id)}${detail}`;
}

/** How many objects there were, and what became of them. */
export function summary(outcomes: readonly RemovalOutcome[]): string {
  const counts = countActions(ACTIONS, outcomes);
  return `${counted(outcomes.length, 'object')}${counts === '' ? '' : `: ${counts}`}`;
}

/** What is still there and why, objects with the same reason together. */
export function keptLines(outcomes: readonly RemovalOutcome[]): string[] {
  const kept = outcomes.flatMap(({ removable, kept: why }) =>
    why === undefined ? [] : [{ name: displayObject(removable.id), reason: why.reason }],
  );
  return [...Map.groupBy(kept, ({ reason }) => reason)].map(
    ([reason, objects]) => `kept ${someOf(objects.map(({ name }) => name))}: ${reason}`,
  );
}

/** An object of a RemoveReport. */
export function reportedOutcome(outcome: RemovalOutcome): object {
  const { removable, action, kept, problem, readyAt, doneAt } = outcome;
  const { id, apiVersion } = removable;
  return {
    ...reportedObject(apiVersion, id),
    ...(apiVersion === undefined ? { group: id.group } : {}),
    tree: removable.tree,
    action,
    ...(kept === undefined ? {} : { kept }),
    readyAtMilliseconds: Math.round(readyAt),
    doneAtMilliseconds: Math.round(doneAt),
    ...(problem === undefined ? {} : { problem }),
  };
}
