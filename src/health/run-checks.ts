import type { Client } from '../cluster/client.ts';
import { observe } from '../cluster/observe.ts';
import { DeadlineError } from '../deadline.ts';
import type { Blocker } from './blockers/blocker.ts';
import { followBlocker } from './blockers/follow-blocker.ts';
import type { Check, Verdict } from './check.ts';
import { workloadJudge } from './judge-workload.ts';

/** A check with what was last seen; without a verdict where the API server never answered. */
export type CheckResult = {
  check: Check;
  verdict: Verdict | undefined;
  /** What keeps a workload from being healthy, as far as it can be seen. */
  blocker: Blocker | undefined;
  /** The last error that kept the object from being read. */
  trouble: string | undefined;
};

export type RunOptions = {
  /** Told whenever a verdict changes, or what is behind it. */
  onChange: (result: CheckResult) => void;
  /** Ends it early. */
  until?: AbortSignal;
  /** Whether it ends on what looks bad, though waiting may help. */
  failFast?: boolean;
};

/**
 * Watches what the checks are about until all are healthy at once, one will certainly not become so, or the deadline
 * passes.
 * @throws {ApiError} where the API server refuses to let an object be read
 */
export async function runChecks(
  checks: readonly Check[],
  client: Client,
  { onChange, until, failFast = false }: RunOptions,
): Promise<CheckResult[]> {
  const results = checks.map((check): CheckResult => ({
    check,
    verdict: undefined,
    blocker: undefined,
    trouble: undefined,
  }));
  const finished = new AbortController();
  const signal = until === undefined ? finished.signal : AbortSignal.any([finished.signal, until]);

  const changed = (result: CheckResult): void => {
    onChange(result);
    if (isCertain(result, failFast)) finished.abort();
  };

  const watch = async (result: CheckResult): Promise<void> => {
    const { resource, id, judge, final } = result.check;
    let unhealthyObject: unknown;
    const see = (live: unknown): boolean => {
      const verdict = judge(live);
      const isNew = JSON.stringify(verdict) !== JSON.stringify(result.verdict);
      unhealthyObject = verdict.healthy ? undefined : live;
      if (verdict.healthy) result.blocker = undefined;
      result.verdict = verdict;
      result.trouble = undefined;
      if (isNew) changed(result);
      if (results.every((each) => each.verdict?.healthy === true)) finished.abort();
      return verdict.healthy && final;
    };
    const onTrouble = (error: Error): void => {
      result.trouble = error.message;
    };
    const observing = observe(client, resource, id.name, { see, onTrouble }, signal);
    if (workloadJudge(id.group, id.kind) === undefined) return observing;
    const onBlocker = (blocker: Blocker | undefined): void => {
      if (result.verdict?.healthy !== false) return;
      result.blocker = blocker;
      changed(result);
    };
    const following = followBlocker(client, id.kind, () => unhealthyObject, onBlocker, signal);
    await Promise.all([observing, following]);
  };

  try {
    await Promise.all(results.map(watch));
  } catch (error) {
    const expected = error instanceof DeadlineError || signal.aborted;
    if (!expected) throw error;
  } finally {
    finished.abort();
  }
  return results;
}

/** Whether there is nothing to wait for. */
function isCertain({ verdict, blocker }: CheckResult, failFast: boolean): boolean {
  if (verdict?.healthy !== false) return false;
  const outlook = verdict.final === true ? 'final' : blocker?.outlook;
  return outlook === 'final' || (failFast && outlook === 'bad');
}
