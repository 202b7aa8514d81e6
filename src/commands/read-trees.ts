import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { findTree } from '../tree/find-tree.ts';
import { readTree } from '../tree/read-tree.ts';
import type { Tree } from '../tree/read-tree.ts';

/**
 * Reads the trees of a command line.
 * @throws {UserError} those of {@link refuseSameNames} and {@link readTree}
 */
export async function readTrees(trees: readonly string[]): Promise<Tree[]> {
  const read = await Promise.all(trees.map(async (tree) => readTree(await findTree(tree))));
  refuseSameNames(read);
  return read;
}

/** @throws {UserError} `tree-name-twice`, since the name is what the inventory in the cluster goes by */
export function refuseSameNames(trees: readonly Tree[]): void {
  throwIfAny(
    trees.flatMap(({ name, directory }, index): Problem[] => {
      const first = trees.findIndex((other) => other.name === name);
      if (first === index) return [];
      return [
        {
          code: 'tree-name-twice',
          message: `is called ${name}, as is ${trees[first]?.directory}`,
          hint: 'give each tree once, and each a name of its own (microshift-optional.json)',
          at: { file: directory },
        },
      ];
    }),
  );
}
