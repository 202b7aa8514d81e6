import type { Measurement } from '../measure-process.ts';
import { medianOf } from '../median.ts';
import type { ApplyRun, Phase } from './bench-apply.ts';
import type { Size } from './size.ts';
import { PEERS } from './tools.ts';
import type { ToolName } from './tools.ts';

/** A tool's medians over the rounds. */
export type Row = Measurement & {
  tool: ToolName;
  /** The least wall time: far below the median where the machine was busy. */
  fastest: number;
  /** How often it had to be run until it succeeded, in the round where that was most. */
  attempts: number;
};

export type Summary = { size: Size; phase: Phase; rows: Row[]; ratios: Ratios };

/** Of wall times; a ratio is absent where either tool was not measured. */
export type Ratios = {
  /** The program's time by the floor's: 1 is the least possible. */
  overFloor?: number;
  /** The fastest peer's time by the program's: how many times faster the program is. */
  bestPeer?: { tool: ToolName; ratio: number };
  /** The same of kubectl in the loop. */
  loop?: number;
};

/** The medians of all tools, for each size and phase in the order of the runs. */
export function summarize(runs: readonly ApplyRun[]): Summary[] {
  const sizes = [...new Set(runs.map(({ size }) => size))];
  return sizes.flatMap((size) =>
    (['cold', 'warm'] as const).map((phase) => {
      const rows = rowsOf(runs.filter((run) => run.size === size && run.phase === phase));
      return { size, phase, rows, ratios: ratiosOf(rows) };
    }),
  );
}

function rowsOf(runs: readonly ApplyRun[]): Row[] {
  const tools = [...new Set(runs.map(({ tool }) => tool))];
  return tools.map((tool) => {
    const these = runs.filter((run) => run.tool === tool);
    const attempts = Math.max(...these.map((run) => run.attempts));
    const fastest = Math.min(...these.map(({ wall }) => wall));
    return { tool, ...medianOf(these), fastest, attempts };
  });
}

function ratiosOf(rows: readonly Row[]): Ratios {
  const wallOf = (tool: ToolName): number | undefined =>
    rows.find((row) => row.tool === tool)?.wall;
  const [ours, floor, loop] = [wallOf('ours'), wallOf('floor'), wallOf('loop')];
  if (ours === undefined) return {};
  const [best] = rows
    .filter(({ tool }) => PEERS.some((peer) => peer === tool))
    .toSorted((a, b) => a.wall - b.wall);
  return {
    ...(floor !== undefined && { overFloor: ours / floor }),
    ...(best !== undefined && { bestPeer: { tool: best.tool, ratio: best.wall / ours } }),
    ...(loop !== undefined && { loop: loop / ours }),
  };
}
