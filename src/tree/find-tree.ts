import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { textAt } from '../manifest/json.ts';
import { DESCRIPTION_FILE } from './description-file.ts';
import { TREE_ROOTS } from './installed-trees.ts';

/**
 * The directory that a TREE of the command line stands for: a path, or the name of an installed
 * component. A name that nothing has is taken for a path, and so found missing there.
 */
export async function findTree(
  tree: string,
  roots: readonly string[] = Object.values(TREE_ROOTS),
): Promise<string> {
  if (!/^[a-z0-9][-a-z0-9]*$/.test(tree) || (await isDirectory(tree))) return tree;
  for (const root of roots) {
    for (const entry of (await entriesOf(root)).toSorted()) {
      const directory = path.join(root, entry);
      if ((await nameOf(directory)) === tree) return directory;
    }
  }
  return tree;
}

async function nameOf(directory: string): Promise<string | undefined> {
  const file = path.join(directory, DESCRIPTION_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  // What is wrong with it is told where its tree is read.
  return text === undefined ? undefined : nameIn(text);
}

function nameIn(description: string): string | undefined {
  try {
    return textAt(JSON.parse(description), ['name']);
  } catch {
    return undefined;
  }
}

async function isDirectory(directory: string): Promise<boolean> {
  return readdir(directory).then(
    () => true,
    () => false,
  );
}

async function entriesOf(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
