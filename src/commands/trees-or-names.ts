import { stat } from 'node:fs/promises';
import { DNS_LABEL } from '../manifest/names.ts';
import { findTree } from '../tree/find-tree.ts';
import type { Tree } from '../tree/read-tree.ts';
import { readTrees } from './read-trees.ts';

/**
 * Reads the trees of a command line that are on this machine. The others are names that only the cluster may
 * know, since their package is uninstalled.
 * @throws {UserError} those of {@link readTrees}, also for a path that is neither
 */
export async function treesOrNames(
  given: readonly string[],
): Promise<{ trees: Tree[]; names: string[] }> {
  const found = await Promise.all(
    given.map(async (tree) => {
      const isHere = (await stat(await findTree(tree)).catch(() => undefined)) !== undefined;
      return { tree, isName: !isHere && DNS_LABEL.test(tree) };
    }),
  );
  const trees = await readTrees(found.filter(({ isName }) => !isName).map(({ tree }) => tree));
  const names = found.filter(({ isName }) => isName).map(({ tree }) => tree);
  const known = new Set(trees.map(({ name }) => name));
  return { trees, names: [...new Set(names)].filter((name) => !known.has(name)) };
}
