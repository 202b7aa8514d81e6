import type { KindInfo } from '../manifest/builtin-kinds.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ObjectId } from '../manifest/object.ts';

/** An object of the set, with what has to be true before it may be written. */
export type PlanNode = {
  /** {@link objectKey} of its identity. */
  key: string;
  id: ObjectId;
  /** What is applied. */
  manifest: Manifest;
  /** The name of the tree that `manifest` is from, the first of those that have it so. */
  tree: string;
  /** The names of all trees that have it. */
  trees: string[];
  /** What each of `trees` has of it: of an older version than `manifest`, where they differ. */
  forms: ReadonlyMap<string, Manifest>;
  /** Why `manifest` is this one of several that differ. */
  note?: string;
  file: string;
  line: number;
  /** How its kind is addressed; undefined where only the server can say. */
  kind: KindInfo | undefined;
  dependencies: Edge[];
};

/** What must be true of an object before its dependents are written. */
export type Gate =
  /** The API server has it. */
  | 'written'
  /** A CRD whose kind the API server serves. */
  | 'established';

/** `from` is the {@link PlanNode.key} of the object that is waited for. */
export type Edge = { from: string; gate: Gate; reason: string };

/** The nodes are in an order in which every one comes after those that it depends on. */
export type Plan = { nodes: PlanNode[] };
