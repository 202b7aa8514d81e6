import type { Client } from '../cluster/client.ts';
import { getJson } from '../cluster/get-json.ts';
import { resourcePath } from '../cluster/resource.ts';
import { findBlocker } from './blockers/find-blocker.ts';
import type { Check } from './check.ts';
import { workloadJudge } from './judge-workload.ts';
import type { CheckResult } from './run-checks.ts';

/**
 * Looks once at what the checks are about, and at what is behind a workload that is not healthy.
 * @throws {ApiError} where the API server refuses to let something be read; the deadline's reason
 */
export function judgeOnce(checks: readonly Check[], client: Client): Promise<CheckResult[]> {
  return Promise.all(
    checks.map(async (check): Promise<CheckResult> => {
      const { resource, id, judge } = check;
      // A kind that is not served has no objects.
      const live = await getJson(client, resourcePath(resource, id.name));
      const verdict = judge(live);
      const isWorkload = workloadJudge(id.group, id.kind) !== undefined;
      const blocker =
        verdict.healthy || live === undefined || !isWorkload
          ? undefined
          : await findBlocker(client, live, id.kind);
      return { check, verdict, blocker, trouble: undefined };
    }),
  );
}
