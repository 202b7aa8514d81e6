import { applyPlan } from '../apply/apply-plan.ts';
import type { Applied, ApplyOptions } from '../apply/apply-plan.ts';
import type { AppliedTree } from '../apply/applied-tree.ts';
import { RefusedTrees } from '../apply/refused-trees.ts';
import { formatProblems } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import type { Plan } from '../plan/plan.ts';
import { bundlesOf } from '../plan/refused-pairs.ts';
import { reportedTree } from '../report/run-report.ts';
import { findInstalledTrees } from '../tree/installed-trees.ts';
import type { InstalledTrees } from '../tree/installed-trees.ts';
import type { Tree } from '../tree/read-tree.ts';
import { outcomeLine, reportedOutcome, summary } from './apply-lines.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand, ClusterRun } from './cluster-run.ts';
import { planChosen } from './planned-trees.ts';
import type { ChosenTrees, LeftOut, PlannedTrees } from './planned-trees.ts';
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
 * Ends 3 where an object was refused, else 4 where one was not done in time, else 6 or 2 where a tree was left out,
 * and 6 before it writes anything where stored objects would lose something or trees do not go together.
 */
export async function apply(
  chosen: ChosenTrees,
  flags: ApplyFlags,
  command: ClusterCommand,
  find: () => Promise<InstalledTrees> = findInstalledTrees,
): Promise<ExitStatus> {
  return runOnCluster(command, 'ApplyReport', async (run) => {
    const work = flags.dryRun ? foretell : carryOut;
    const { planned, applied } = await withoutRefused(
      chosen,
      find,
      async ({ trees, plan, leftOut }) => {
        run.about(trees.map(reportedTree));
        // MicroShift itself applies what is left out here: what is in the cluster may be of that.
        const judgeUnowned = leftOut.length === 0;
        const options = {
          ...run,
          prune: flags.prune,
          judgeUnowned,
          complete: () => ({ at: new Date().toISOString(), program: command.program }),
        };
        return trees.length === 0 ? NOTHING : work(plan, trees.map(appliedTree), options);
      },
    );
    run.progress.end();
    const problems = [
      ...new Set(planned.leftOut.flatMap(({ problems: ofTree }) => ofTree)),
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

/**
 * Does the work for the trees that are chosen. Of what is installed, a tree that must not be applied beside what is
 * in the cluster is left out: it must not keep the others from being applied. What it kept out itself is then looked
 * at again.
 */
async function withoutRefused(
  chosen: ChosenTrees,
  find: () => Promise<InstalledTrees>,
  work: (planned: PlannedTrees) => Promise<Applied>,
): Promise<{ planned: PlannedTrees; applied: Applied }> {
  const refused: LeftOut[] = [];
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each time without the trees that were refused
    const planned = await planChosen(chosen, find, refused);
    try {
      // oxlint-disable-next-line no-await-in-loop -- see above
      return { planned, applied: await work(planned) };
    } catch (error) {
      if (!(chosen.installed && error instanceof RefusedTrees)) throw error;
      for (const { name, directory } of planned.trees) {
        const problems = error.trees.get(name);
        if (problems !== undefined) {
          refused.push({ name, directory, problems, exitStatus: error.exit });
        }
      }
    }
  }
}

/** What is left to do where nothing is installed: not even to ask the API server. */
const NOTHING: Applied = { outcomes: [], pruned: [] };

type Run = ClusterRun & Pick<ApplyOptions, 'prune' | 'complete' | 'judgeUnowned'>;

function carryOut(
  plan: Plan,
  trees: readonly AppliedTree[],
  { client, clock, progress, prune, complete, judgeUnowned }: Run,
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
    judgeUnowned,
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
  { client, clock, progress, prune, judgeUnowned }: Run,
): Promise<Applied> {
  const { dryRunPlan } = await import('../apply/dry-run.ts');
  const { outcomes, pruned } = await dryRunPlan(plan, trees, {
    client,
    clock,
    prune,
    judgeUnowned,
    onOutcome: (outcome) => progress.line(outcomeLine(outcome)),
  });
  for (const outcome of pruned) progress.line(removalLines.outcomeLine(outcome));
  return { outcomes, pruned };
}

function appliedTree({ objects, ...tree }: Tree): AppliedTree {
  const { name, version, upgrade, requests, incompatible } = tree;
  return { name, version, ...upgrade, requests, bundles: bundlesOf(objects), incompatible };
}
