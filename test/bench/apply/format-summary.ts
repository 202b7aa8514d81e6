import { formatMegabytes, formatSeconds } from '../format-figures.ts';
import { formatTable } from '../format-table.ts';
import type { Ratios, Row, Summary } from './summarize.ts';
import { LABELS } from './tools.ts';

/** One size and phase as a table for people, with the ratios that count below it. */
export function formatSummary({ size, phase, rows, ratios }: Summary): string {
  const title = `${size === 'component' ? 'gateway-api component' : `${size} objects`}, ${phase}`;
  const wallOf = (name: Row['tool']) => rows.find(({ tool }) => tool === name)?.wall;
  const [floor, ours] = [wallOf('floor'), wallOf('ours')];
  const table = formatTable([
    [title, 'wall', 'fastest', 'CPU', 'peak memory', 'attempts', 'by floor', 'by ours'],
    ...rows.map(({ tool, wall, fastest, cpu, memory, attempts }) => [
      LABELS[tool],
      formatSeconds(wall),
      formatSeconds(fastest),
      formatSeconds(cpu),
      formatMegabytes(memory),
      String(attempts),
      formatRatio(wall, floor),
      formatRatio(wall, ours),
    ]),
  ]);
  return [table, ...formatRatios(ratios)].join('\n');
}

function formatRatio(wall: number, by: number | undefined): string {
  return by === undefined ? '' : (wall / by).toFixed(2);
}

function formatRatios({ overFloor, bestPeer, loop }: Ratios): string[] {
  const parts = [
    overFloor !== undefined && `takes ${overFloor.toFixed(2)} × the floor's time`,
    bestPeer !== undefined && `${bestPeer.ratio.toFixed(2)} × faster than ${bestPeer.tool}`,
    loop !== undefined && `${loop.toFixed(2)} × faster than the loop`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? [] : [`ours: ${parts.join(', ')}`];
}
