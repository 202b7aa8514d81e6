import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runMain } from '../cluster/control-plane/setup-error.ts';
import { benchApply } from './apply/bench-apply.ts';
import type { ApplyRun } from './apply/bench-apply.ts';
import { formatSummary } from './apply/format-summary.ts';
import { profileApply } from './apply/profile-apply.ts';
import { summarize } from './apply/summarize.ts';
import type { Summary } from './apply/summarize.ts';
import { buildPeers } from './apply/tools.ts';
import { describeMachine, formatMachine } from './describe-machine.ts';
import type { Machine } from './describe-machine.ts';
import { USAGE, parseArguments } from './parse-arguments.ts';
import { benchHealth, formatHealth } from './health/bench-health.ts';
import type { HealthResult } from './health/bench-health.ts';
import { benchRebase, formatRebase } from './rebase/bench-rebase.ts';
import type { RebaseResult } from './rebase/bench-rebase.ts';

/*
 * npm run bench: what the program takes, beside its peers and the floor below all of them. Machines are
 * noisy, so what counts are the ratios within one run, never the seconds.
 */

const progress = (line: string): void => console.error(line);

await runMain(async () => {
  const options = parseArguments(process.argv.slice(2));
  const { help, benchmarks, sizes, tools, rounds, json, profile } = options;
  if (help) {
    console.log(USAGE);
    return 0;
  }
  if (profile !== undefined) {
    await profileApply(sizes, path.resolve(profile), progress);
    return 0;
  }
  const machine = await describeMachine();
  console.log(`${formatMachine(machine)}\nmedians of ${rounds}, each tool in turn`);
  const results: Results = { machine, rounds };
  /** After each part, since the next one may take long, and fail. */
  const show = async (text: string): Promise<void> => {
    console.log(`\n${text}`);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(results, undefined, 2)}\n`);
  };

  if (benchmarks.includes('apply')) {
    await buildPeers(tools, progress);
    const runs: ApplyRun[] = [];
    for (const size of sizes) {
      const these = await benchApply({ size, tools, rounds, progress });
      runs.push(...these);
      results.apply = { runs, summaries: summarize(runs) };
      await show(summarize(these).map(formatSummary).join('\n\n'));
    }
  }
  if (benchmarks.includes('rebase')) {
    results.rebase = await benchRebase(rounds);
    await show(formatRebase(results.rebase));
  }
  if (benchmarks.includes('health')) {
    results.health = await benchHealth(rounds, progress);
    await show(formatHealth(results.health));
  }
  return 0;
});

/** What `--json` writes. Times are milliseconds, memory is in bytes. */
type Results = {
  machine: Machine;
  rounds: number;
  apply?: { runs: ApplyRun[]; summaries: Summary[] };
  rebase?: RebaseResult;
  health?: HealthResult;
};
