import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['greenboot'];
/** The texts of the files that packages are made of, by their names in the repository. */
export async function collectPackagedFiles(root: string): Promise<Record<string, string>> {
  const names = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  const texts = await Promise.all(
    names.flat().map(async (name) => [name, await readFile(join(root, name), 'utf8')]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}
