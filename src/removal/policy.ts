/** What may be deleted. */
export type RemovalPolicy =
  /** All of a component; CRDs, and so users' objects, only on request. */
  | { purpose: 'remove'; crds: boolean }
  /** What a new release no longer has: never what holds users' data or objects. */
  | { purpose: 'prune' };
