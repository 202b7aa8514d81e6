import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { startControlPlane } from '../../cluster/control-plane/start.ts';
import { formatFigures } from '../format-figures.ts';
import { checkApplied } from './check-applied.ts';
import type { Size } from './size.ts';
import { PAUSES, runTool } from './tools.ts';
import type { Setting, ToolName } from './tools.ts';
import { untilDone } from './until-done.ts';
import type { MeasuredAttempts } from './until-done.ts';
import { prepareWorkload } from './prepare-workload.ts';
import type { Workload } from './prepare-workload.ts';

export type Phase = 'cold' | 'warm';

/** One measured run of one tool. */
export type ApplyRun = MeasuredAttempts & {
  size: Size;
  tool: ToolName;
  phase: Phase;
  round: number;
};

export type ApplyOptions = {
  size: Size;
  tools: readonly ToolName[];
  rounds: number;
  progress: (line: string) => void;
};

// What an API server still does after it says that it is ready is nobody's work.
const SETTLE_MS = 3000;

/**
 * Measures how tools apply the same objects: each on a fresh control plane (cold), and once more on the same
 * one (warm). The tools take turns, round by round, so that a slow minute of the machine hits all of them.
 */
export async function benchApply(options: ApplyOptions): Promise<ApplyRun[]> {
  const { size, tools, rounds, progress } = options;
  const work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-bench-'));
  const runs: ApplyRun[] = [];
  try {
    const floor = await buildFloor(work);
    const workload = await prepare(size, work);
    for (let round = 1; round <= rounds; round += 1) {
      for (const tool of tools) {
        progress(`${size}, round ${round} of ${rounds}: ${tool}`);
        const { cold, warm } = await measureOn(tool, { workload, floor }, { work, progress });
        const common = { size, tool, round };
        runs.push({ ...common, phase: 'cold', ...cold }, { ...common, phase: 'warm', ...warm });
      }
    }
    return runs;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function prepare(size: Size, work: string): Promise<Workload> {
  const plane = await startControlPlane();
  try {
    return await prepareWorkload(size, work, plane);
  } finally {
    await plane.stop();
  }
}

/** Without TypeScript, whose types Node would strip at each start: the program has none either. */
async function buildFloor(work: string): Promise<string> {
  const outfile = path.join(work, 'floor.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'floor/write-all.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
  });
  return outfile;
}

/** A tool's cold and warm run on a control plane of its own. @throws where it left out objects */
async function measureOn(
  tool: ToolName,
  setting: Omit<Setting, 'plane' | 'home'>,
  { work, progress }: { work: string; progress: (line: string) => void },
): Promise<Record<Phase, MeasuredAttempts>> {
  const plane = await startControlPlane();
  try {
    const home = await mkdtemp(path.join(work, 'home-'));
    const attempt = () => runTool(tool, { ...setting, plane, home });
    const run = async (phase: Phase): Promise<MeasuredAttempts> => {
      await sleep(SETTLE_MS);
      const measured = await untilDone(attempt, PAUSES[tool], (status) =>
        progress(`  ${phase}: ended ${status}, will be run again`),
      );
      progress(`  ${phase}: ${formatFigures(measured)}`);
      return measured;
    };
    const [cold, warm] = [await run('cold'), await run('warm')];
    await checkApplied(plane.kubeconfig, setting.workload.requests);
    return { cold, warm };
  } finally {
    await plane.stop();
  }
}
