import type { Client } from '../cluster/client.ts';
import { observe } from '../cluster/observe.ts';
import { DeadlineError } from '../deadline.ts';
import type { Check, Verdict } from './check.ts';

/** A check with what was last seen; without a verdict where the API server never answered. */
export type CheckResult = {
  check: Check;
  verdict: Verdict | undefined;
  /** The last error that kept the object from being read. */
  trouble: string | undefined;
};

/**
 * Watches what the checks are about until all are healthy at once, or the deadline passes.
 * @param onChange told whenever a verdict changes
 * @param until ends it before that
 * @throws {ApiError} where the API server refuses to let an object be read
 */
export async function runChecks(
  checks: readonly Check[],
  client: Client,
  onChange: (result: CheckResult) => void,
  until?: AbortSignal,
): Promise<CheckResult[]> {
  const results = checks.map((check): CheckResult => ({
    check,
    verdict: undefined,
    trouble: undefined,
  }));
  const finished = new AbortController();
  const signal = until === undefined ? finished.signal : AbortSignal.any([finished.signal, until]);

  const watch = async (result: CheckResult): Promise<void> => {
    const see = (live: unknown): boolean => {
      const verdict = result.check.judge(live);
      const changed = JSON.stringify(verdict) !== JSON.stringify(result.verdict);
      result.verdict = verdict;
      result.trouble = undefined;
      if (changed) onChange(result);
      if (results.every((each) => each.verdict?.healthy === true)) finished.abort();
      return verdict.healthy && result.check.final;
    };
    const onTrouble = (error: Error): void => {
      result.trouble = error.message;
    };
    const { resource, id } = result.check;
    await observe(client, resource, id.name, { see, onTrouble }, signal);
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
