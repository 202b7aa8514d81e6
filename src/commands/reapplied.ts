import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { TREE_ROOTS } from '../tree/installed-trees.ts';

/** A warning for each tree that MicroShift applies again when it starts, since it lies where it looks. */
export async function reapplied(
  directories: readonly string[],
  roots: readonly string[] = Object.values(TREE_ROOTS),
): Promise<string[]> {
  const found = await Promise.all(
    directories.map(async (directory) => {
      const places = [path.resolve(directory), await realpath(directory)];
      const isInstalled = roots.some((root) =>
        places.some((place) => place.startsWith(`${root}${path.sep}`)),
      );
      return isInstalled
        ? [
            `MicroShift applies ${directory} again when it starts next: uninstall its package, or remove the directory`,
          ]
        : [];
    }),
  );
  return found.flat();
}
