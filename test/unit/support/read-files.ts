import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The text of every file below a directory, hidden ones too, by its path there. */
export async function readFiles(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .toSorted();
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(path.join(directory, file), 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}
