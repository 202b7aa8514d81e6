import type { ObjectState } from '../cluster/object-state.ts';
import type { Problem } from '../errors.ts';
import { bundleMarks, channelConflict, compareBundleMarks } from '../manifest/bundle-mark.ts';
import type { BundleMarks } from '../manifest/bundle-mark.ts';
import { isCrd } from '../manifest/crd.ts';
import { objectKey } from '../manifest/object.ts';
import { channelProblem } from '../plan/choose-form.ts';
import { placeOf } from '../plan/place-of.ts';
import type { Plan, PlanNode } from '../plan/plan.ts';
import { highestBundles, refusedPairs } from '../plan/refused-pairs.ts';
import type { Party } from '../plan/refused-pairs.ts';
import type { AppliedTree } from './applied-tree.ts';
import { isUnchanged } from './before.ts';
import type { Before } from './before.ts';
import { RefusedTrees } from './refused-trees.ts';

/** Why objects are left as they are, by {@link PlanNode.key}: another tree has brought a newer form. */
export type KeptObjects = ReadonlyMap<string, string>;

/**
 * Judges what a run's trees have in common with those that were applied before and that the run is not about.
 * @param judgeUnowned whether what is in the cluster and of no tree counts, too
 * @returns the objects, beside CRDs, that must not be written. CRDs are judged by what they mean for stored objects.
 * @throws {RefusedTrees} `channel-conflict`, `pair-refused`
 */
export async function judgeShared(
  { nodes }: Plan,
  trees: readonly AppliedTree[],
  before: Before,
  judgeUnowned: boolean,
): Promise<KeptObjects> {
  const names = new Set(trees.map(({ name }) => name));
  const others = [...before.inventories].filter(([name]) => !names.has(name));
  const refused = new Map<string, Problem[]>();
  const refuse = (tree: string, problem: Problem): void => {
    refused.set(tree, [...(refused.get(tree) ?? []), problem]);
  };
  const kept = new Map<string, string>();
  for (const node of nodes) {
    const state = before.states.get(node.key);
    if (state?.marks === undefined || state.deleting || isUnchanged(before, node)) continue;
    // What is only intended may be anybody's.
    const owner = others.find(([, { objects }]) => objects.get(node.key)?.uid === state.uid)?.[0];
    if (owner === undefined) continue;
    const marks = bundleMarks(node.manifest.outline);
    if (!isCrd(node.manifest.outline)) {
      const reason = newerReason(marks, state.marks, owner);
      if (reason !== undefined) kept.set(node.key, reason);
      continue;
    }
    const found = channelConflict(marks, state.marks);
    if (found === undefined) continue;
    const [channel, live] = found.channels;
    const message = `${node.tree} has it of the channel ${channel}, and in the cluster it is of the channel ${live}, which ${owner} needs`;
    const problem = { ...channelProblem(message, node.tree, owner), at: placeOf(node) };
    for (const tree of node.trees) refuse(tree, problem);
  }

  const parties: Party[] = [
    ...trees.map(({ name, bundles, incompatible }) => ({ tree: name, bundles, incompatible })),
    ...others.map(([tree, { bundles, incompatible }]) => ({ tree, bundles, incompatible })),
    ...(judgeUnowned ? [unowned(nodes, trees, before)] : []),
  ];
  for (const { refusing, bringing, problem } of await refusedPairs(parties)) {
    // Two that were applied before are no matter of this run.
    for (const { tree } of [refusing, bringing]) {
      if (tree !== undefined && names.has(tree)) refuse(tree, problem);
    }
  }
  if (refused.size > 0) throw new RefusedTrees(refused);
  return kept;
}

function newerReason(marks: BundleMarks, live: BundleMarks, owner: string): string | undefined {
  const found = compareBundleMarks(live, marks);
  if (found?.order !== 1) return undefined;
  const [has, comes] = found.versions;
  return `its ${found.domain}/bundle-version is ${has}, which ${owner} has brought, and that of this release ${comes}`;
}

/** What is in the cluster already, and that no tree has applied. */
function unowned(
  nodes: readonly PlanNode[],
  trees: readonly AppliedTree[],
  { states, inventories }: Before,
): Party {
  const adopted = new Set(trees.flatMap(({ adopts }) => adopts.map(objectKey)));
  const names = new Set(trees.map(({ name }) => name));
  const isOwned = (key: string, { uid }: ObjectState): boolean =>
    adopted.has(key) ||
    [...inventories].some(([name, { objects, retained }]) => {
      // What another tree has left behind, it needs no longer; what this one has, it comes back to in a rollback.
      const left = names.has(name) ? retained.get(key) : undefined;
      const recorded = objects.get(key)?.uid ?? left;
      return recorded === uid || recorded === '';
    });
  const marks = nodes.flatMap(({ key }): BundleMarks[] => {
    const live = states.get(key);
    return live?.marks === undefined || isOwned(key, live) ? [] : [live.marks];
  });
  return { tree: undefined, bundles: highestBundles(marks), incompatible: [] };
}
