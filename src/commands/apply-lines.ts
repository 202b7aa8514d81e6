import type { Applied } from '../apply/apply-plan.ts';
import type { Action, Outcome } from '../apply/outcome.ts';
import { counted } from '../counted.ts';
import { formatMilliseconds } from '../duration.ts';
import { displayObject } from '../manifest/display.ts';
import { reportedObject } from '../report/run-report.ts';
import { countActions } from './count-actions.ts';
import * as removalLines from './removal-lines.ts';

const ACTIONS: readonly Action[] = [
  'created',
  'configured',
  'unchanged',
  'kept',
  'failed',
  'skipped',
  'waiting',
];

/** What became of an object, as a line of the journal. */
export function outcomeLine({ node, action, note, readyAt, doneAt }: Outcome): string {
  const time = formatMilliseconds(doneAt - readyAt);
  const detail = note === undefined ? '' : `: ${note}`;
  return `${action.padEnd(10)} ${displayObject(node.id)} (${time})${detail}`;
}

/** How many objects there were, and what became of them. */
export function summary({ outcomes, pruned }: Applied): string {
  const counts = countActions(ACTIONS, outcomes);
  const applied = `${counted(outcomes.length, 'object')}${counts === '' ? '' : `: ${counts}`}`;
  return pruned.length === 0
    ? applied
    : `${applied}; of what is no longer in the trees, ${removalLines.summary(pruned)}`;
}

/** An object of an ApplyReport. */
export function reportedOutcome(outcome: Outcome): object {
  const { node, action, note, problem, readyAt, doneAt } = outcome;
  return {
    ...reportedObject(node.manifest.outline.apiVersion, node.id),
    tree: node.tree,
    ...(node.trees.length > 1 ? { trees: node.trees } : {}),
    action,
    ...(note === undefined ? {} : { note }),
    readyAtMilliseconds: Math.round(readyAt),
    doneAtMilliseconds: Math.round(doneAt),
    ...(problem === undefined ? {} : { problem }),
  };
}
