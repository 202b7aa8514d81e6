import path from 'node:path';
import type { Applied } from '../apply/apply-plan.ts';
import { EXIT } from '../errors.ts';
import type { ExitStatus } from '../errors.ts';
import { reportedTree } from '../report/run-report.ts';
import type { ReportedTree } from '../report/run-report.ts';
import type { PlannedTrees } from './planned-trees.ts';

/** A tree of an ApplyReport. */
export type TreeResult = ReportedTree & { exitStatus: ExitStatus };

// A refusal does not pass by waiting; what was only late may, and another run is worth it then.
const FROM_WORST: readonly ExitStatus[] = [EXIT.refused, EXIT.deadline, EXIT.unsafe, EXIT.usage];

/** What a run ends with whose trees ended with these. */
export function worst(results: readonly ExitStatus[]): ExitStatus {
  return FROM_WORST.find((status) => results.includes(status)) ?? EXIT.done;
}

/** What became of each tree of an apply, those that were left out too. */
export function treeResults(
  { trees, leftOut }: Pick<PlannedTrees, 'trees' | 'leftOut'>,
  { outcomes, pruned }: Applied,
): TreeResult[] {
  const done = [
    ...outcomes.map(({ node, action }) => ({ trees: node.trees, action })),
    ...pruned.map(({ removable, action }) => ({ trees: [removable.tree], action })),
  ];
  return [
    ...trees.map((tree) => {
      const ofTree = done.filter((each) => each.trees.includes(tree.name));
      const exitStatus = worst(ofTree.map(({ action }) => statusOf(action)));
      return { ...reportedTree(tree), exitStatus };
    }),
    // Its description may be what is wrong.
    ...leftOut.map(({ name, directory, exitStatus }) => ({
      name: name ?? path.basename(directory),
      directory,
      exitStatus,
    })),
  ];
}

/** What is skipped comes after something that failed, in this tree or in another one. */
function statusOf(action: string): ExitStatus {
  if (action === 'failed' || action === 'skipped') return EXIT.refused;
  return action === 'waiting' ? EXIT.deadline : EXIT.done;
}
