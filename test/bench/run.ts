import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from '../cluster/control-plane/setup-error.ts';
import { benchApply } from './apply/bench-apply.ts';
import { formatSummary } from './apply/format-summary.ts';
import { profileApply } from './apply/profile-apply.ts';
import { summarize } from './apply/summarize.ts';
import { describeMachine, formatMachine } from './machine.ts';
import { parseArguments } from './parse-arguments.ts';
import { benchRebase, formatRebase } from './rebase/bench-rebase.ts';

/*
 * npm run bench: what the program takes, beside its peers and the floor below all of them. Machines are
 * noisy, so what counts are the ratios within one run, never the seconds.
 */

const progress = (line: string): void => console.error(line);

await runMain(async () => {
  const options = parseArguments(process.argv.slice(2));
  const { benchmarks, sizes, rounds, json, profile } = options;
  if (profile !== undefined) {
    await profileApply(sizes, path.resolve(profile), progress);
    return 0;
  }
  const machine = await describeMachine();
  console.log(`${formatMachine(machine)}\nmedians of ${rounds}, each tool in turn`);
  const results: Record<string, unknown> = { machine, rounds };
  if (benchmarks.includes('apply')) {
    const runs = await benchApply({ ...options, progress });
    const summaries = summarize(runs);
    for (const summary of summaries) console.log(`\n${formatSummary(summary)}`);
    results.apply = { runs, summaries };
  }
  if (benchmarks.includes('rebase')) {
    const rebase = await benchRebase(rounds);
    console.log(`\n${formatRebase(rebase)}`);
    results.rebase = rebase;
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify(results, undefined, 2)}\n`);
  return 0;
});
