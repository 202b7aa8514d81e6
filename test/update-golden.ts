import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  bundleNames,
  convertedFiles,
  GOLDEN_BUNDLES,
} from './unit/bundle/support/golden-bundles.ts';
import { GOLDEN_FORMATS, lanternFormats } from './unit/release/support/golden-formats.ts';
import { GOLDEN, rebaseLantern, LANTERN } from './unit/support/lantern.ts';
import { writeFiles } from './unit/support/temporary-directory.ts';

// npm run update-golden, after a change to the example or to what a rebase writes; then read the diff.
await rm(GOLDEN, { recursive: true, force: true });
const { output } = await rebaseLantern(LANTERN, GOLDEN);
process.stdout.write(output);

await rm(GOLDEN_FORMATS, { recursive: true, force: true });
await writeFiles(GOLDEN_FORMATS, await lanternFormats());

await rm(GOLDEN_BUNDLES, { recursive: true, force: true });
for (const name of await bundleNames()) {
  await writeFiles(path.join(GOLDEN_BUNDLES, name), await convertedFiles(name));
}
