import type { ObjectId } from '../manifest/object.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import type { Incompatibility } from '../tree/tree-description.ts';
import type { MayDrop } from '../upgrade/upgrade-findings.ts';

/** What the applier has to know of a tree beyond its objects. */
export type AppliedTree = {
  /** What its inventory goes by. */
  name: string;
  version: string | undefined;
  /** Fields of stored objects that may be lost when a new CRD lacks them. */
  mayDrop: readonly MayDrop[];
  /** What another package of the same name has applied, without a record of it. */
  adopts: readonly ObjectId[];
  /** What its pods ask the scheduler for. */
  requests: readonly Amount[];
  /** The highest versions of bundles that its objects say they are of, by domain. */
  bundles: ReadonlyMap<string, string>;
  /** Versions of sources that it does not work with. */
  incompatible: readonly Incompatibility[];
};
