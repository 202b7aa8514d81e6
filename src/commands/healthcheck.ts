import { EXIT, formatProblems } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import type { Check } from '../health/check.ts';
import { deriveChecks } from '../health/derive-checks.ts';
import { runChecks } from '../health/run-checks.ts';
import type { CheckResult } from '../health/check-result.ts';
import { reportedTree } from '../report/run-report.ts';
import type { Tree } from '../tree/read-tree.ts';
import { awaitApplied } from './await-applied.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand, ClusterRun } from './cluster-run.ts';
import { logLines, problemsOf, reportedResult, resultLine } from './health-lines.ts';
import { readTrees } from './read-trees.ts';

export type HealthFlags = {
  /** The report of the `apply` that has to be through first. */
  applyReport?: string;
  /** End on what looks bad, too, and not only on what is certain. */
  failFast: boolean;
};

/**
 * Waits until trees are healthy. Ends 5 and names what is not, or 4 where the API server never
 * answered.
 */
export async function healthcheck(
  given: readonly string[],
  { applyReport, failFast }: HealthFlags,
  command: ClusterCommand,
): Promise<ExitStatus> {
  return runOnCluster(command, 'HealthReport', async (run) => {
    const { client, progress, clock } = run;
    const trees = await readTrees(given);
    const checks = deriveChecks(trees);
    const onChange = (result: CheckResult): void => {
      if (result.verdict?.healthy === false) progress.line(resultLine(result));
    };
    const before =
      applyReport === undefined
        ? undefined
        : await whileApplying(applyReport, trees, checks, run, onChange);
    // What was seen before the apply was through says nothing of what it has changed.
    const results =
      before === undefined || before.problems.length === 0
        ? await runChecks(checks, client, onChange, { endOn: failFast ? 'bad' : 'certain' })
        : before.results;
    progress.end();
    const problems = [...(before?.problems ?? []), ...problemsOf(results)];
    for (const text of formatProblems(problems)) progress.line(text);
    for (const text of logLines(results)) progress.line(text);
    const healthy = results.filter(({ verdict }) => verdict?.healthy === true).length;
    const answered = results.length === 0 || results.some(({ verdict }) => verdict !== undefined);
    const status = problems.length === 0 ? EXIT.done : answered ? EXIT.unhealthy : EXIT.deadline;
    command.terminal.stdout.write(
      `${status === EXIT.done ? 'healthy' : 'not healthy'}: ${healthy} of ${results.length} checks passed ` +
        `in ${formatMilliseconds(clock())}\n`,
    );
    return {
      status,
      trees: trees.map(reportedTree),
      problems,
      objects: results.map((result) => reportedResult(result, results)),
    };
  });
}

/** Waits for apply, and looks at the health meanwhile: it tells what apply is waiting for. */
async function whileApplying(
  report: string,
  trees: readonly Tree[],
  checks: readonly Check[],
  { client, progress }: ClusterRun,
  onChange: (result: CheckResult) => void,
): Promise<{ problems: Problem[]; results: CheckResult[] }> {
  const through = new AbortController();
  const applied = awaitApplied(report, trees, client.signal, (text) => {
    progress.line(`waiting    for apply: ${text}`);
  }).finally(() => {
    through.abort();
  });
  // What is broken may be what apply is about to replace: it ends nothing yet.
  const looking = runChecks(checks, client, onChange, { until: through.signal });
  const [problems, results] = await Promise.all([applied, looking]);
  // Where apply has failed before anything was read, that tells nothing of the API server.
  const isOver = client.signal.aborted;
  return { problems, results: results.filter(({ verdict }) => isOver || verdict !== undefined) };
}
