import type { Problem } from '../errors.ts';
import type { Cause } from '../health/causes/cause.ts';
import { OUTCOMES } from '../health/causes/cause-table.ts';
import type { Check } from '../health/check.ts';
import { explain } from '../health/explain.ts';
import type { CheckResult } from '../health/check-result.ts';
import { displayObject } from '../manifest/display.ts';
import { reportedObject } from '../report/run-report.ts';

/** What is waited for, as a line of the journal. */
export function resultLine({ check, verdict, cause }: CheckResult): string {
  const reason = verdict?.healthy === false ? verdict.reason : 'healthy';
  const text = [reason, ...(cause?.links ?? [])].join(' → ');
  return `waiting    ${displayObject(check.id)}: ${text}`;
}

/** What is wrong and what to do about it. What is certain comes first, then what looks bad: the rest may be what these hold up. */
export function problemsOf(results: readonly CheckResult[]): Problem[] {
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
  const kubectl = kubectlFor(check);
  const { links, hint } = explain(result, results) ?? { links: [], hint: undefined };
  const message = [verdict.reason, ...links].join(' → ');
  return [{ code: 'unhealthy', message, hint: hint ?? `look at it with: ${kubectl}`, at }];
}

/** Of all objects of a kind, the reason names the one that is meant. */
function kubectlFor({ id: { group, namespace, name }, resource: { plural } }: Check): string {
  const inNamespace = namespace === '' ? '' : ` -n ${namespace}`;
  if (name !== '') return `kubectl describe ${plural} ${name}${inNamespace}`;
  return `kubectl describe ${plural}.${group}${inNamespace || ' -A'}`;
}

/** The last words of containers that crash. */
export function logLines(results: readonly CheckResult[]): string[] {
  return results.flatMap(({ cause }) =>
    cause?.log === undefined
      ? []
      : [
          `the log of pod ${cause.log.pod}, container ${cause.log.container}, ends with:`,
          ...cause.log.lines.map((line) => `  | ${line}`),
        ],
  );
}

/** An object of a HealthReport. */
export function reportedResult(result: CheckResult, results: readonly CheckResult[]): object {
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
