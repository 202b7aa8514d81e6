import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// scripts/build.ts puts it in: their texts by name.
declare const BUILD_FILES: Readonly<Record<string, string>> | undefined;

/**
 * The text of a file that packages are made of: of the built program a part, in a run from the sources read from
 * the repository.
 * @param name in the repository, as in `greenboot/check.sh`
 */
export function packagedFile(name: string): string {
  if (typeof BUILD_FILES === 'undefined') {
    return readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
  }
  const text = BUILD_FILES[name];
  if (text === undefined) throw new Error(`the program was built without ${name}`);
  return text;
}
