import { formatMilliseconds } from '../../duration.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import type { TimeAxis } from './time-axis.ts';
import type { TimelineRow } from './timeline.ts';

/** The shape of the whole run, however many objects it had: one thin line each. */
export function overview(rows: readonly TimelineRow[], axis: TimeAxis): Html {
  const height = Math.min(240, rows.length * 2);
  const classOf = ({ state, isCritical }: TimelineRow): string =>
    isCritical && state === 'done' ? 'critical' : state;
  const lines = Map.groupBy([...rows.entries()], ([, row]) => classOf(row));
  lines.delete('blocked');
  return element(
    'figure',
    { class: 'overview' },
    element(
      'svg',
      {
        viewBox: `0 0 1000 ${rows.length}`,
        height,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `All ${rows.length} objects over ${formatMilliseconds(axis.end)}; the list below has them in words.`,
      },
      ['done', 'waiting', 'failed', 'critical'].map((name) =>
        (lines.get(name) ?? []).length === 0
          ? undefined
          : element('path', {
              class: `line ${name}`,
              d: (lines.get(name) ?? []).map(([index, row]) => strip(index, row, axis)).join(''),
            }),
      ),
    ),
    element(
      'figcaption',
      {},
      `All ${rows.length} objects, from 0 to ${formatMilliseconds(axis.end)}, in the order in which they became ready.`,
    ),
  );
}

function strip(index: number, { object }: TimelineRow, { end }: TimeAxis): string {
  const x = Math.round((object.readyAt / end) * 1000);
  const width = Math.max(2, Math.round(((object.doneAt - object.readyAt) / end) * 1000));
  return `M${Math.min(x, 998)} ${index}h${width}v1h-${width}z`;
}
