import { EXIT, formatProblems, throwIfAny } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { isSettled } from '../removal/outcome.ts';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { plannedRemovables } from '../removal/planned-removables.ts';
import { readRecords } from '../removal/read-records.ts';
import { joinRecords } from '../removal/records.ts';
import type { ReadRecords } from '../removal/records.ts';
import { removeObjects } from '../removal/remove-objects.ts';
import { reportedTree } from '../report/run-report.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand } from './cluster-run.ts';
import { reapplied } from './reapplied.ts';
import { keptLines, outcomeLine, reportedOutcome, summary } from './removal-lines.ts';
import { treesOrNames, unknownTree } from './trees-or-names.ts';
import { slowWaits } from './slow-waits.ts';

/**
 * Removes what trees hold, and what is recorded of them, in the reverse of the order in which it was applied.
 * Progress goes to stderr, a line an object; the summary to stdout, with what was kept and why. Ends 3 where an
 * object was refused, else 4 where one was not gone in time.
 * @param given trees, or names of trees that only the cluster knows
 * @param crds whether CRDs go too, and with them users' objects
 */
export async function remove(
  given: readonly string[],
  { crds }: { crds: boolean },
  command: ClusterCommand,
  readFrom: ReadRecords = readRecords,
): Promise<ExitStatus> {
  return runOnCluster(command, 'RemoveReport', async ({ client, progress, clock }) => {
    const { trees, names } = await treesOrNames(given);
    const planned = plannedRemovables(buildPlan(trees, { lenient: true }));
    const all = [...trees.map(({ name }) => name), ...names];
    const records = await readFrom(client, all);
    throwIfAny(names.filter((name) => !records.trees.has(name)).map(unknownTree));
    const recorded = all.flatMap((name) => records.trees.get(name) ?? []);

    let done = 0;
    let count = 0;
    const waits = slowWaits(progress.line);
    const outcomes = await removeObjects(client, joinRecords(planned, recorded), {
      clock,
      policy: { purpose: 'remove', crds },
      shared: records.shared,
      onStart: (objects) => {
        count = objects;
      },
      onOutcome: (outcome) => {
        done += 1;
        waits.over(outcome.removable.key);
        progress.line(outcomeLine(outcome));
        progress.live(`${done} of ${count} objects`);
      },
      onWaiting: waits.tell,
    }).finally(waits.end);
    for (const name of all) {
      const ofTree = outcomes.filter(({ removable }) => removable.tree === name);
      const left = ofTree.filter((outcome) => !isSettled(outcome));
      // What a run has left undone is for the next one.
      if (!records.trees.has(name) || left.some(({ action }) => action !== 'kept')) continue;
      await records.reduce(
        name,
        new Map(left.map(({ removable: { key, uid } }) => [key, uid ?? ''])),
      );
    }
    progress.end();

    const problems = outcomes.flatMap(({ problem }) => problem ?? []);
    for (const text of formatProblems(problems)) progress.line(text);
    const lines = [
      `${summary(outcomes)} in ${formatMilliseconds(clock())}`,
      ...keptLines(outcomes),
      ...(await reapplied(trees.map(({ directory }) => directory))),
    ];
    command.terminal.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return {
      status: exitStatus(outcomes),
      trees: [...trees.map(reportedTree), ...names.map((name) => ({ name }))],
      problems,
      objects: outcomes.map(reportedOutcome),
    };
  });
}

function exitStatus(outcomes: readonly RemovalOutcome[]): ExitStatus {
  if (outcomes.some(({ action }) => action === 'failed')) return EXIT.refused;
  return outcomes.some(({ action }) => action === 'waiting') ? EXIT.deadline : EXIT.done;
}
