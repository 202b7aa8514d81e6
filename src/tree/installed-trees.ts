import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { KUSTOMIZATION_FILES } from '../manifest/names.ts';
import { DESCRIPTION_FILE } from './description-file.ts';

/** Where packages put trees, and where administrators do: what MicroShift's own kustomizePaths are by default. */
export const TREE_ROOTS = {
  packages: '/usr/lib/microshift/manifests.d',
  users: '/etc/microshift/manifests.d',
} as const;

/** {@link TREE_ROOTS}, or another place in tests. */
export type TreeRoots = { packages: string; users: string };

/** The directories of trees, sorted by name. */
export type InstalledTrees = {
  /** Components that this program has packaged: what else is there, MicroShift applies by itself. */
  components: string[];
  /** Whatever an administrator, or the builder of an image, wants to have applied. */
  users: string[];
};

/** Finds the trees that are installed on this machine; of a directory that is not there, none. */
export async function findInstalledTrees(roots: TreeRoots = TREE_ROOTS): Promise<InstalledTrees> {
  const [components, users] = await Promise.all([
    directoriesWith(roots.packages, [DESCRIPTION_FILE]),
    directoriesWith(roots.users, KUSTOMIZATION_FILES),
  ]);
  return { components, users };
}

async function directoriesWith(root: string, files: readonly string[]): Promise<string[]> {
  const entries = await readdir(root).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  const directories = entries.toSorted().map((entry) => path.join(root, entry));
  const isTree = await Promise.all(directories.map((directory) => hasOneOf(directory, files)));
  return directories.filter((_, index) => isTree[index]);
}

async function hasOneOf(directory: string, files: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    files.map((file) =>
      stat(path.join(directory, file)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
