import { EXIT, formatProblems } from '../errors.ts';
import type { ExitStatus, Problem } from '../errors.ts';
import { formatMilliseconds } from '../duration.ts';
import { deriveChecks } from '../health/derive-checks.ts';
import { runChecks } from '../health/run-checks.ts';
import type { CheckResult } from '../health/run-checks.ts';
import { displayObject } from '../manifest/display.ts';
import { reportedObject } from '../report/run-report.ts';
import { runOnCluster } from './cluster-run.ts';
import type { ClusterCommand } from './cluster-run.ts';
import { readTrees } from './read-trees.ts';

/**
 * Waits until trees are healthy. Ends 5 and names what is not, or 4 where the API server never
 * answered.
 */
export async function healthcheck(
  given: readonly string[],
  command: ClusterCommand,
): Promise<ExitStatus> {
  return runOnCluster(command, 'HealthReport', async ({ client, progress, clock }) => {
    const trees = await readTrees(given);
    const results = await runChecks(deriveChecks(trees), client, (result) => {
      if (result.verdict?.healthy === false) progress.line(resultLine(result));
    });
    progress.end();
    const problems = results.flatMap(problemOf);
    for (const text of formatProblems(problems)) progress.line(text);
    const healthy = results.filter(({ verdict }) => verdict?.healthy === true).length;
    const answered = results.some(({ verdict }) => verdict !== undefined);
    const status = problems.length === 0 ? EXIT.done : answered ? EXIT.unhealthy : EXIT.deadline;
    command.terminal.stdout.write(
      `${status === EXIT.done ? 'healthy' : 'not healthy'}: ${healthy} of ${results.length} checks passed ` +
        `in ${formatMilliseconds(clock())}\n`,
    );
    return { status, trees, problems, objects: results.map(reportedResult) };
  });
}

function resultLine({ check, verdict }: CheckResult): string {
  const reason = verdict?.healthy === false ? verdict.reason : 'healthy';
  return `waiting    ${displayObject(check.id)}: ${reason}`;
}

function problemOf({ check, verdict, trouble }: CheckResult): Problem[] {
  if (verdict?.healthy === true) return [];
  const at = { object: displayObject(check.id) };
  if (verdict === undefined) {
    const message = `could not be read: ${trouble ?? 'the API server did not answer'}`;
    const hint = 'check that MicroShift runs: systemctl status microshift';
    return [{ code: 'api-unreachable', message, hint, at }];
  }
  const kubectl = `kubectl describe ${check.resource.plural} ${check.id.name}${check.id.namespace === '' ? '' : ` -n ${check.id.namespace}`}`;
  return [{ code: 'unhealthy', message: verdict.reason, hint: `look at it with: ${kubectl}`, at }];
}

function reportedResult({ check, verdict, trouble }: CheckResult): object {
  return {
    ...reportedObject(check.resource.apiVersion, check.id),
    check: check.subject,
    healthy: verdict?.healthy ?? false,
    ...(verdict?.healthy === false ? { reason: verdict.reason } : {}),
    ...(trouble === undefined ? {} : { trouble }),
  };
}
