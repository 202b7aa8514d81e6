import { throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { findTree } from '../tree/find-tree.ts';
import { readTree } from '../tree/read-tree.ts';
import type { Tree } from '../tree/read-tree.ts';

/**
 * Reads the trees of a command line.
 * @throws {UserError} `tree-name-twice`, since the name is what the inventory in the cluster goes by;
 * those of {@link readTree}
 */
export async function readTrees(trees: readonly string[]): Promise<Tree[]> {
  const read = await Promise.all(trees.map(async (tree) => readTree(await findTree(tree))));
  throwIfAny(
    read.flatMap(({ name, directory }, index): Problem[] => {
      const first = read.findIndex((other) => other.name === name);
      if (first === index) return [];
      return [
        {
          code: 'tree-name-twice',
          message: `is called ${name}, as is ${read[first]?.directory}`,
          hint: 'give each tree once, and each a name of its own (microshift-optional.json)',
          at: { file: directory },
        },
      ];
    }),
  );
  return read;
}
