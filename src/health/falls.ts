import { causeOf } from './causes/cause.ts';
import type { Cause } from './causes/cause.ts';
import { unhealthy } from './check.ts';
import type { Verdict } from './check.ts';
import type { CheckResult } from './check-result.ts';

/** For how many milliseconds what is healthy has to be so before it counts. */
export type Trust = {
  /** Since it became so, where the object tells. */
  fresh: number;
  /** Since it became so again. */
  fallen: number;
};

/**
 * A container without a readiness probe is ready until it crashes, and a kubelet waits 10 s before it starts it once
 * more after its second crash.
 */
export const WARY: Trust = { fresh: 5000, fallen: 10_000 };

/** For who only wants to see what is. */
export const AT_ONCE: Trust = { fresh: 0, fallen: 0 };

// A workload that is rolled out anew during a check falls once, and what it is needed for once more.
const FLAPPING_FROM = 3;

/** How often something was healthy and then no longer. */
export type Falls = {
  /** Takes the next verdict. */
  see: (verdict: Verdict) => void;
  /** Takes a cause that was found meanwhile. */
  because: (cause: Cause) => void;
  /** How many milliseconds a verdict still has to hold. */
  untilTrusted: (verdict: Verdict | undefined, trust: Trust, now: number) => number;
  /** Whether it goes up and down, and is no more to be trusted when it is up. */
  isFlapping: () => boolean;
  /** The result as it is to be told: that of what goes up and down is not healthy, whichever way it is now. */
  judged: (result: CheckResult) => CheckResult;
};

/** Counts the falls of one check. */
export function countFalls(): Falls {
  let count = 0;
  let last: Verdict | undefined;
  let reason = '';
  let blamed: Cause | undefined;
  const isFlapping = (): boolean => count >= FLAPPING_FROM;
  return {
    see(verdict) {
      if (last?.healthy === true && !verdict.healthy) count += 1;
      if (!verdict.healthy) ({ reason } = verdict);
      last = verdict;
    },
    because(cause) {
      if (cause.outcome !== 'pending') blamed = cause;
    },
    untilTrusted(verdict, { fresh, fallen }, now) {
      if (verdict?.healthy !== true) return 0;
      if (count > 0) return fallen;
      const age = now - (verdict.since ?? 0);
      // One of the future was written by another clock, and tells nothing.
      return age < 0 ? 0 : Math.max(0, fresh - age);
    },
    isFlapping,
    judged(result) {
      if (!isFlapping()) return result;
      const { namespace, name } = result.check.id;
      return {
        ...result,
        verdict: unhealthy(
          `was healthy ${count} times and did not stay so; last: ${reason}`,
          'Flapping',
        ),
        cause: blamed ?? causeOf('Flapping', [], { namespace, name }),
      };
    },
  };
}
