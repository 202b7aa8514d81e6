import { applyPlan } from '../apply/apply-plan.ts';
import type { Action, Outcome } from '../apply/outcome.ts';
import { EXIT, formatProblems } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import { displayObject } from '../manifest/display.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { reportedObject } from '../report/run-report.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand } from './cluster-run.ts';
import { readTrees } from './read-trees.ts';

/**
 * Applies trees as one plan. Progress goes to stderr, a line an object; the summary to stdout.
 * Ends 3 where an object was refused, else 4 where one was not done in time.
 */
export async function apply(
  given: readonly string[],
  command: ClusterCommand,
): Promise<ExitStatus> {
  return runOnCluster(command, 'ApplyReport', async ({ client, progress, clock }) => {
    const trees = await readTrees(given);
    const plan = buildPlan(trees);
    let done = 0;
    const outcomes = await applyPlan(plan, trees, {
      client,
      clock,
      onOutcome: (outcome) => {
        done += 1;
        progress.line(outcomeLine(outcome));
        progress.live(`${done} of ${plan.nodes.length} objects`);
      },
      onUnrecorded: ({ message }) => {
        progress.line(
          `what was applied is not recorded, so the next run writes it again: ${message}`,
        );
      },
    });
    progress.end();
    const problems = outcomes.flatMap(({ problem }) => problem ?? []);
    for (const text of formatProblems(problems)) progress.line(text);
    const status = exitStatus(outcomes);
    command.terminal.stdout.write(`${summary(outcomes)} in ${formatMilliseconds(clock())}\n`);
    return { status, trees, problems, objects: outcomes.map(reportedOutcome) };
  });
}

function exitStatus(outcomes: readonly Outcome[]): ExitStatus {
  if (outcomes.some(({ action }) => action === 'failed')) return EXIT.refused;
  return outcomes.some(({ action }) => action === 'waiting') ? EXIT.deadline : EXIT.done;
}

const ACTIONS: readonly Action[] = [
  'created',
  'configured',
  'unchanged',
  'failed',
  'skipped',
  'waiting',
];

function summary(outcomes: readonly Outcome[]): string {
  const counts = ACTIONS.map((action) => ({
    action,
    count: outcomes.filter((outcome) => outcome.action === action).length,
  }));
  const shown = counts.filter(({ count }) => count > 0);
  return `${outcomes.length} objects: ${shown.map(({ action, count }) => `${count} ${action}`).join(', ')}`;
}

function outcomeLine({ node, action, readyAt, doneAt }: Outcome): string {
  return `${action.padEnd(10)} ${displayObject(node.id)} (${formatMilliseconds(doneAt - readyAt)})`;
}

function reportedOutcome({ node, action, problem, readyAt, doneAt }: Outcome): object {
  return {
    ...reportedObject(node.manifest.outline.apiVersion, node.id),
    tree: node.tree,
    action,
    readyAtMilliseconds: Math.round(readyAt),
    doneAtMilliseconds: Math.round(doneAt),
    ...(problem === undefined ? {} : { problem }),
  };
}
