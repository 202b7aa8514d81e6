import type { Written } from './write-object.ts';

/** What is done with a CRD that is there already. */
export type CrdStep = {
  /** Does it, around writing the CRD or instead. */
  run: (write: () => Promise<Written>) => Promise<Written>;
  /** What a dry run tells of it; undefined where that asks the API server, as for any other object. */
  foretold?: { action: 'kept' | 'configured'; note: string };
};

/** By {@link PlanNode.key}; a CRD without a step is written like any other object. */
export type CrdSteps = ReadonlyMap<string, CrdStep>;
