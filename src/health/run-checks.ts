import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../cluster/client.ts';
import { isRefused } from '../cluster/partial-reads.ts';
import { DeadlineError } from '../deadline.ts';
import { isSameCause } from './causes/cause.ts';
import type { Cause } from './causes/cause.ts';
import type { Outcome } from './causes/cause-table.ts';
import { watchCause } from './causes/watch-cause.ts';
import type { CheckResult } from './check-result.ts';
import { HEALTHY } from './check.ts';
import type { Check } from './check.ts';
import { servedDefinitions } from './served-definitions.ts';
import { observeCheck } from './observe-check.ts';
import { WARY, countFalls } from './falls.ts';
import type { Falls, Trust } from './falls.ts';

export type RunOptions = {
  /** Ends it before the deadline. */
  until?: AbortSignal;
  /** From which outcome on a cause ends it at once; never by default. */
  endOn?: Exclude<Outcome, 'pending'>;
  /** For how long what is healthy has to be so before it counts. */
  trust?: Trust;
  /** In milliseconds since 1970. */
  now?: () => number;
  /** Whether what the user may not read is left out, in place of ending all. */
  isPartial?: boolean;
};

type Watched = { result: CheckResult; falls: Falls };

// What controllers try again heals within a moment: pods that came before their namespace's ServiceAccount.
const LASTING = 2000;

/**
 * Watches what the checks are about until all are healthy at once, a cause ends it, or the deadline passes. What has
 * only just become healthy, or was no longer, has to stay so for a while; what goes up and down to the end is not.
 * @param onChange told whenever a verdict or its cause changes
 * @throws {ApiError} where the API server refuses to let an object be read, unless that is left out
 */
export async function runChecks(
  checks: readonly Check[],
  client: Client,
  onChange: (result: CheckResult) => void,
  { until, endOn, trust = WARY, now = Date.now, isPartial = false }: RunOptions = {},
): Promise<CheckResult[]> {
  const watched = checks.map((check): Watched => {
    const unseen = { verdict: undefined, cause: undefined, trouble: undefined, isRefused: false };
    return { result: { check, ...unseen }, falls: countFalls() };
  });
  const finished = new AbortController();
  const signal = AbortSignal.any([finished.signal, client.signal, ...(until ? [until] : [])]);
  const { promise: broken, reject: failed } = Promise.withResolvers<never>();
  const isServed = servedDefinitions(client);
  let isHealthy = false;
  let steady: NodeJS.Timeout | undefined;

  const succeed = (): void => {
    isHealthy = true;
    finished.abort();
  };
  const endIfHealthy = (): void => {
    if (watched.some(({ result }) => !result.isRefused && result.verdict?.healthy !== true)) {
      clearTimeout(steady);
      steady = undefined;
      return;
    }
    const untilTrusted = Math.max(
      0,
      ...watched.map(({ result, falls }) => falls.untilTrusted(result.verdict, trust, now())),
    );
    if (untilTrusted === 0) succeed();
    else steady ??= setTimeout(succeed, untilTrusted);
  };

  const endIfItLasts = async (result: CheckResult): Promise<void> => {
    const before = result.cause;
    await delay(LASTING, undefined, { signal }).catch(() => {});
    if (isSameCause(result.cause, before)) finished.abort();
  };

  const watch = async ({ result, falls }: Watched): Promise<void> => {
    const { check } = result;
    const told = (cause: Cause | undefined): void => {
      const changed = !isSameCause(cause, result.cause);
      result.cause = cause;
      if (cause === undefined) return;
      falls.because(cause);
      // Without more to say than the verdict, which has been told.
      if (changed && cause.links.length > 0 && !falls.isFlapping()) onChange(result);
      if (endOn !== undefined && cause.outcome === 'certain') finished.abort();
      if (endOn === 'bad' && cause.outcome === 'bad' && changed) void endIfItLasts(result);
    };
    const causes = watchCause(client, check, { told, failed }, signal);
    const see = (live: unknown): boolean => {
      const verdict = check.judge(live);
      const changed = JSON.stringify(verdict) !== JSON.stringify(result.verdict);
      const wasFlapping = falls.isFlapping();
      falls.see(verdict);
      result.verdict = verdict;
      result.trouble = undefined;
      // First, or the verdict would be told with the cause of the one before.
      causes.see(live, verdict);
      // What goes up and down is told once more, and then no longer.
      if (changed && !wasFlapping) onChange(falls.isFlapping() ? falls.judged(result) : result);
      if (falls.isFlapping() && endOn === 'bad') finished.abort();
      endIfHealthy();
      return verdict.healthy && check.final;
    };
    const onTrouble = (error: Error): void => {
      result.trouble = error.message;
    };
    if (check.defines !== undefined && (await isServed(check.defines))) {
      result.verdict = HEALTHY;
      onChange(result);
      endIfHealthy();
      return;
    }
    await observeCheck(client, check, { see, onTrouble }, signal);
  };

  const watchAllowed = async (each: Watched): Promise<void> => {
    const { result } = each;
    try {
      await watch(each);
    } catch (error) {
      if (!isPartial || !isRefused(error)) throw error;
      // Who may not watch it has seen it all the same.
      result.isRefused = result.verdict === undefined;
      onChange(result);
      endIfHealthy();
    }
  };

  try {
    await Promise.race([Promise.all(watched.map(watchAllowed)), broken]);
  } catch (error) {
    const expected = error instanceof DeadlineError || signal.aborted;
    if (!expected) throw error;
  } finally {
    clearTimeout(steady);
    finished.abort();
  }
  return watched.map(({ result, falls }) => (isHealthy ? result : falls.judged(result)));
}
