import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDERS = ['greenboot', 'rpm'];
/** How the packages are checked, not what is in them. */
const LINT = 'rpm/rpmlint.toml';
/** The texts of the files that packages are made of, by their names in the repository. */
export async function collectPackagedFiles(root: string): Promise<Record<string, string>> {
  const names = await Promise.all(
    FOLDERS.map(async (folder) =>
      (await readdir(join(root, folder))).map((name) => `${folder}/${name}`),
    ),
  );
  const texts = await Promise.all(
    names
      .flat()
      .filter((name) => name !== LINT)
      .map(async (name) => [name, await readFile(join(root, name), 'utf8')]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}
