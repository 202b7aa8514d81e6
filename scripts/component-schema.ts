import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generatedFiles } from './lib/generated-files.ts';

// Writes what is made from the schema of component.yaml: JSON Schemas for editors, and the reference in the docs.
const ROOT = path.resolve(import.meta.dirname, '..');
const reference = path.join(ROOT, 'docs/components.md');

for (const [file, text] of generatedFiles(await readFile(reference, 'utf8'))) {
  await writeFile(path.join(ROOT, file), text);
}
