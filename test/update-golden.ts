import { rm } from 'node:fs/promises';
import { GOLDEN, rebaseLantern, LANTERN } from './unit/support/lantern.ts';

// npm run update-golden, after a change to the example or to what a rebase writes; then read the diff.
await rm(GOLDEN, { recursive: true, force: true });
process.stdout.write(await rebaseLantern(LANTERN, GOLDEN));
