import type { Problem } from '../errors.ts';
import { blockerText } from '../health/blockers/blocker.ts';
import type { CheckResult } from '../health/run-checks.ts';
import { displayObject } from '../manifest/display.ts';
import { reportedObject } from '../report/run-report.ts';

/** What is waited for, as a line of the journal. */
export function resultLine(result: CheckResult): string {
  return `waiting    ${displayObject(result.check.id)}: ${reasonOf(result)}`;
}

/** Why something is not healthy, down to the cause as far as it can be seen. */
function reasonOf({ verdict, blocker }: CheckResult): string {
  const reason = verdict?.healthy === false ? verdict.reason : 'healthy';
  return blocker === undefined ? reason : `${reason} → ${blockerText(blocker)}`;
}

/** What is wrong, and what to do about it; nothing where all is well. */
export function problemOf(result: CheckResult): Problem[] {
  const { check, verdict, blocker, trouble } = result;
  if (verdict?.healthy === true) return [];
  const at = { object: displayObject(check.id) };
  if (verdict === undefined) {
    const message = `could not be read: ${trouble ?? 'the API server did not answer'}`;
    const hint = 'check that MicroShift runs: systemctl status microshift';
    return [{ code: 'api-unreachable', message, hint, at }];
  }
  const kubectl = `kubectl describe ${check.resource.plural} ${check.id.name}${check.id.namespace === '' ? '' : ` -n ${check.id.namespace}`}`;
  const hint = blocker?.hint ?? `look at it with: ${kubectl}`;
  return [{ code: 'unhealthy', message: reasonOf(result), hint, at }];
}

/** An object of a HealthReport. */
export function reportedResult({ check, verdict, blocker, trouble }: CheckResult): object {
  return {
    ...reportedObject(check.resource.apiVersion, check.id),
    check: check.subject,
    healthy: verdict?.healthy ?? false,
    ...(verdict?.healthy === false ? { reason: verdict.reason } : {}),
    ...(blocker === undefined ? {} : { blocker }),
    ...(trouble === undefined ? {} : { trouble }),
  };
}
