import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../cluster/client.ts';
import { observe, observeSelected } from '../cluster/observe.ts';
import { isRefused } from '../cluster/partial-reads.ts';
import { DeadlineError } from '../deadline.ts';
import { isSameCause } from './causes/cause.ts';
import type { Cause } from './causes/cause.ts';
import type { Outcome } from './causes/cause-table.ts';
import { watchCause } from './causes/watch-cause.ts';
import type { Check, Verdict } from './check.ts';
import { slicesOf } from './judge-endpoints.ts';

/** A check with what was last seen; without a verdict where the API server never answered. */
export type CheckResult = {
  check: Check;
  verdict: Verdict | undefined;
  /** Why it is not healthy, as far as that was found out. */
  cause: Cause | undefined;
  /** The last error that kept the object from being read. */
  trouble: string | undefined;
  /** Whether the user may not read it. */
  isRefused: boolean;
};

export type RunOptions = {
  /** Ends it before the deadline. */
  until?: AbortSignal;
  /** From which outcome on a cause ends it at once; never by default. */
  endOn?: Exclude<Outcome, 'pending'>;
  /** Whether what the user may not read is left out, in place of ending all. */
  isPartial?: boolean;
};

// What controllers try again heals within a moment: pods that came before their namespace's ServiceAccount.
const LASTING = 2000;

/**
 * Watches what the checks are about until all are healthy at once, a cause ends it, or the deadline passes.
 * @param onChange told whenever a verdict or its cause changes
 * @throws {ApiError} where the API server refuses to let an object be read, unless that is left out
 */
export async function runChecks(
  checks: readonly Check[],
  client: Client,
  onChange: (result: CheckResult) => void,
  { until, endOn, isPartial = false }: RunOptions = {},
): Promise<CheckResult[]> {
  const results = checks.map((check): CheckResult => ({
    check,
    verdict: undefined,
    cause: undefined,
    trouble: undefined,
    isRefused: false,
  }));
  const finished = new AbortController();
  const signal = AbortSignal.any([finished.signal, client.signal, ...(until ? [until] : [])]);
  const { promise: broken, reject: failed } = Promise.withResolvers<never>();

  const endIfDone = (): void => {
    const isDone = results.every((each) => each.isRefused || each.verdict?.healthy === true);
    if (isDone) finished.abort();
  };

  const endIfItLasts = async (result: CheckResult): Promise<void> => {
    const before = result.cause;
    await delay(LASTING, undefined, { signal }).catch(() => {});
    if (isSameCause(result.cause, before)) finished.abort();
  };

  const watch = async (result: CheckResult): Promise<void> => {
    const { check } = result;
    const told = (cause: Cause | undefined): void => {
      const changed = !isSameCause(cause, result.cause);
      result.cause = cause;
      if (cause === undefined) return;
      // Without more to say than the verdict, which has been told.
      if (changed && cause.links.length > 0) onChange(result);
      if (endOn !== undefined && cause.outcome === 'certain') finished.abort();
      if (endOn === 'bad' && cause.outcome === 'bad' && changed) void endIfItLasts(result);
    };
    const causes = watchCause(client, check, { told, failed }, signal);
    const see = (live: unknown): boolean => {
      const verdict = check.judge(live);
      const changed = JSON.stringify(verdict) !== JSON.stringify(result.verdict);
      result.verdict = verdict;
      result.trouble = undefined;
      if (changed) onChange(result);
      causes.see(live, verdict);
      endIfDone();
      return verdict.healthy && check.final;
    };
    const onTrouble = (error: Error): void => {
      result.trouble = error.message;
    };
    const { resource, id, calls } = check;
    await (calls === undefined
      ? observe(client, resource, id.name, { see, onTrouble }, signal)
      : observeSelected(
          client,
          {
            apiVersion: 'discovery.k8s.io/v1',
            plural: 'endpointslices',
            namespace: calls.namespace,
          },
          slicesOf(calls),
          { see, onTrouble },
          signal,
        ));
  };

  const watchAllowed = async (result: CheckResult): Promise<void> => {
    try {
      await watch(result);
    } catch (error) {
      if (!isPartial || !isRefused(error)) throw error;
      // Who may not watch it has seen it all the same.
      result.isRefused = result.verdict === undefined;
      onChange(result);
      endIfDone();
    }
  };

  try {
    await Promise.race([Promise.all(results.map(watchAllowed)), broken]);
  } catch (error) {
    const expected = error instanceof DeadlineError || signal.aborted;
    if (!expected) throw error;
  } finally {
    finished.abort();
  }
  return results;
}
