import { writeFileSync } from 'node:fs';

// Preloaded into a measured process: tells at its end what it has used, in a file for whoever measures.
const file = process.env.BENCH_USAGE_FILE;
process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, JSON.stringify(process.resourceUsage()));
});
