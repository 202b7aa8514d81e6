import type { Written } from './write-object.ts';

/** What is done with a CRD that is there already, around writing it or instead. */
export type CrdStep = (write: () => Promise<Written>) => Promise<Written>;

/** By {@link PlanNode.key}; a CRD without a step is written like any other object. */
export type CrdSteps = ReadonlyMap<string, CrdStep>;
