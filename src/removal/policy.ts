/** What may be deleted. */
export type RemovalPolicy =
  /** All of a component; CRDs, and so users' objects, only on request. */
  | { purpose: 'remove'; crds: boolean }
  /** What a new release no longer has: never what holds users' data or objects. */
  | {
      purpose: 'prune';
      /**
       * The kinds, by {@link groupKindKey}, whose objects this run has moved to another version. The garbage
       * collector knows them by the one that is gone until it is started again, so that nothing may wait for it.
       */
      moved?: ReadonlySet<string>;
    };
