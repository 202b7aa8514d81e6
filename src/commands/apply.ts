import { applyPlan } from '../apply/apply-plan.ts';
import type { Applied, ApplyOptions } from '../apply/apply-plan.ts';
import type { AppliedTree } from '../apply/applied-tree.ts';
import { formatProblems } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import type { Plan } from '../plan/plan.ts';
import { reportedTree } from '../report/run-report.ts';
import type { Tree } from '../tree/read-tree.ts';
import { outcomeLine, reportedOutcome, summary } from './apply-lines.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand, ClusterRun } from './cluster-run.ts';
import { planChosen } from './planned-trees.ts';
import type { ChosenTrees } from './planned-trees.ts';
import * as removalLines from './removal-lines.ts';
import { slowWaits } from './slow-waits.ts';
import { treeResults, worst } from './tree-results.ts';

export type ApplyFlags = {
  /** Whether what the trees no longer have is deleted. */
  prune: boolean;
  dryRun: boolean;
};

/**
 * Applies trees as one plan. Progress goes to stderr, a line an object; the summary to stdout.
 * Ends 3 where an object was refused, else 4 where one was not done in time, else 2 where a tree was left out, and
 * 6 before it writes anything where stored objects would lose something.
 */
export async function apply(
  chosen: ChosenTrees,
  flags: ApplyFlags,
  command: ClusterCommand,
): Promise<ExitStatus> {
  return runOnCluster(command, 'ApplyReport', async (run) => {
    const planned = await planChosen(chosen);
    run.about(planned.trees.map(reportedTree));
    const work = flags.dryRun ? foretell : carryOut;
    const applied =
      planned.trees.length === 0
        ? NOTHING
        : await work(planned.plan, planned.trees.map(appliedTree), {
            ...run,
            prune: flags.prune,
            complete: () => ({ at: new Date().toISOString(), program: command.program }),
          });
    run.progress.end();
    const problems = [
      ...planned.leftOut.flatMap(({ problems: ofTree }) => ofTree),
      ...applied.outcomes.flatMap(({ problem, further = [] }) =>
        [problem ?? [], ...further].flat(),
      ),
      ...applied.pruned.flatMap(({ problem }) => problem ?? []),
    ];
    for (const text of formatProblems(problems)) run.progress.line(text);
    const isDry = flags.dryRun ? ' (dry run: nothing was written)' : '';
    const result = `${summary(applied)} in ${formatMilliseconds(run.clock())}${isDry}\n`;
    command.terminal.stdout.write(result);
    const trees = treeResults(planned, applied);
    return {
      status: worst(trees.map(({ exitStatus }) => exitStatus)),
      trees,
      problems,
      objects: [
        ...applied.outcomes.map(reportedOutcome),
        ...applied.pruned.map(removalLines.reportedOutcome),
      ],
      picture: { ...applied, isDryRun: flags.dryRun },
    };
  });
}

/** What is left to do where nothing is installed: not even to ask the API server. */
const NOTHING: Applied = { outcomes: [], pruned: [] };

type Run = ClusterRun & Pick<ApplyOptions, 'prune' | 'complete'>;

function carryOut(
  plan: Plan,
  trees: readonly AppliedTree[],
  { client, clock, progress, prune, complete }: Run,
): Promise<Applied> {
  let done = 0;
  let count = plan.nodes.length;
  const tell = (line: string): void => {
    done += 1;
    progress.line(line);
    progress.live(`${done} of ${count} objects`);
  };
  const waits = slowWaits(progress.line);
  return applyPlan(plan, trees, {
    client,
    clock,
    prune,
    complete,
    onOutcome: (outcome) => tell(outcomeLine(outcome)),
    onProgress: progress.line,
    onUnrecorded: ({ message }) => {
      progress.line(
        `what was applied is not recorded, so the next run writes it again: ${message}`,
      );
    },
    pruning: {
      onStart: (more) => {
        count += more;
      },
      onOutcome: (outcome) => {
        waits.over(outcome.removable.key);
        tell(removalLines.outcomeLine(outcome));
      },
      onWaiting: waits.tell,
    },
  }).finally(waits.end);
}

async function foretell(
  plan: Plan,
  trees: readonly AppliedTree[],
  { client, clock, progress, prune }: Run,
): Promise<Applied> {
  const { dryRunPlan } = await import('../apply/dry-run.ts');
  const { outcomes, pruned } = await dryRunPlan(plan, trees, {
    client,
    clock,
    prune,
    onOutcome: (outcome) => progress.line(outcomeLine(outcome)),
  });
  for (const outcome of pruned) progress.line(removalLines.outcomeLine(outcome));
  return { outcomes, pruned };
}

function appliedTree({ name, version, upgrade, requests }: Tree): AppliedTree {
  return { name, version, ...upgrade, requests };
}
