import { stat } from 'node:fs/promises';
import type { Problem } from '../errors.ts';
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

/** A name that neither this machine nor the cluster knows. */
export function unknownTree(name: string): Problem {
  return {
    code: 'tree-missing',
    message: 'no such directory, and the cluster has no record of a tree of that name',
    hint: 'give a directory that holds a kustomization.yaml, or the name of a component that was applied',
    at: { file: name },
  };
}
