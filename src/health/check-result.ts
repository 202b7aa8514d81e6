import type { Cause } from './causes/cause.ts';
import type { Check, Verdict } from './check.ts';

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
