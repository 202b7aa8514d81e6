import type { Problem } from '../../errors.ts';
import type { Edge, PlanNode } from '../plan.ts';

/** Finds what a node depends on among the other nodes of the set. */
export type Rule = (node: PlanNode, set: NodeSet) => { edges: Edge[]; problems?: Problem[] };

export type NodeSet = {
  byKey: ReadonlyMap<string, PlanNode>;
  /** The CRDs of the set by the {@link groupKindKey} of the kind that each defines. */
  crdByKind: ReadonlyMap<string, PlanNode>;
};
