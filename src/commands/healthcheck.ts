import { EXIT, formatProblems } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import type { Cause } from '../health/causes/cause.ts';
import { OUTCOMES } from '../health/causes/cause-table.ts';
import type { Check } from '../health/check.ts';
import { deriveChecks } from '../health/derive-checks.ts';
import { explain } from '../health/explain.ts';
import { runChecks } from '../health/run-checks.ts';
import type { CheckResult } from '../health/run-checks.ts';
import { displayObject } from '../manifest/display.ts';
import { reportedObject, reportedTree } from '../report/run-report.ts';
import type { Tree } from '../tree/read-tree.ts';
import { awaitApplied } from './await-applied.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand, ClusterRun } from './cluster-run.ts';
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
  return { problems, results };
}

function resultLine({ check, verdict, cause }: CheckResult): string {
  const reason = verdict?.healthy === false ? verdict.reason : 'healthy';
  const text = [reason, ...(cause?.links ?? [])].join(' → ');
  return `waiting    ${displayObject(check.id)}: ${text}`;
}

/** What is certain first, then what looks bad: the rest may be what these hold up. */
function problemsOf(results: readonly CheckResult[]): Problem[] {
  const rank = ({ cause }: CheckResult): number => OUTCOMES.indexOf(cause?.outcome ?? 'pending');
  return results
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((result) => problemOf(result, results));
}

function problemOf(result: CheckResult, results: readonly CheckResult[]): Problem[] {
  const { check, verdict, trouble } = result;
  if (verdict?.healthy === true) return [];
  const at = { object: displayObject(check.id) };
  if (verdict === undefined) {
    const message = `could not be read: ${trouble ?? 'the API server did not answer'}`;
    const hint = 'check that MicroShift runs: systemctl status microshift';
    return [{ code: 'api-unreachable', message, hint, at }];
  }
  const { namespace, name } = check.id;
  const kubectl = `kubectl describe ${check.resource.plural} ${name}${namespace === '' ? '' : ` -n ${namespace}`}`;
  const { links, hint } = explain(result, results) ?? { links: [], hint: undefined };
  const message = [verdict.reason, ...links].join(' → ');
  return [{ code: 'unhealthy', message, hint: hint ?? `look at it with: ${kubectl}`, at }];
}

function logLines(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ cause }) =>
    cause?.log === undefined
      ? []
      : [
          `the log of pod ${cause.log.pod}, container ${cause.log.container}, ends with:`,
          ...cause.log.lines.map((line) => `  | ${line}`),
        ],
  );
}

function reportedResult(result: CheckResult, results: readonly CheckResult[]): object {
  const { check, verdict, trouble } = result;
  const cause = explain(result, results);
  return {
    ...reportedObject(check.resource.apiVersion, check.id),
    check: check.subject,
    healthy: verdict?.healthy ?? false,
    ...(verdict?.healthy === false
      ? { reason: verdict.reason, ...reportedCause(check, verdict.reason, cause) }
      : {}),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

function reportedCause(check: Check, reason: string, cause: Cause | undefined): object {
  const chain = [`${displayObject(check.id)}: ${reason}`, ...(cause?.links ?? [])];
  if (cause === undefined) return { chain };
  const { name, outcome, hint, log } = cause;
  return { chain, cause: name, outcome, hint, ...(log === undefined ? {} : { log }) };
}
