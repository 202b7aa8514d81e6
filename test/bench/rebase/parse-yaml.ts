import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseYaml } from '../../../src/manifest/yaml.ts';

// What a rebase cannot do without: to read the YAML of its sources, once.
let documents = 0;
for (const directory of process.argv.slice(2)) {
  for (const file of globSync('**/*.yaml', { cwd: directory })) {
    const name = path.join(directory, file);
    documents += parseYaml(readFileSync(name, 'utf8'), name).length;
  }
}
process.stdout.write(`${documents}\n`);
