import { formatMilliseconds } from '../../duration.ts';
import { element } from './html.ts';
import type { Content, Html } from './html.ts';
import type { Section } from './frame.ts';
import type { ObjectLinks } from './object-links.ts';
import { overview } from './overview.ts';
import { percentOf } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';
import { timelineRow } from './timeline-row.ts';
import { timeTaken } from './timeline.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

// From this many objects on, one look at all of them is worth a picture of its own.
const OVERVIEW_FROM = 60;

/** Each object as a bar from ready to done, with what it waited for. */
export function timelineSection(
  { axis, rows }: Timeline,
  shown: readonly TimelineRow[],
  links: ObjectLinks,
): Section {
  const content = [
    legend(),
    rows.length < OVERVIEW_FROM ? undefined : overview(rows, axis),
    leftOut(rows, shown),
    element('div', { class: 'axis row', 'aria-hidden': 'true' }, axisLabels(axis)),
    element(
      'ol',
      { class: 'timeline' },
      shown.map((row) => timelineRow(row, axis, links)),
    ),
  ];
  return { id: 'timeline', title: `Timeline (${rows.length})`, content };
}

function legend(): Html {
  const sample = (className: string, text: string, isThick = false): Html =>
    element(
      'li',
      {},
      element(
        'svg',
        { class: 'key', width: 28, height: 12, 'aria-hidden': 'true' },
        element('rect', {
          class: className,
          x: 1,
          y: isThick ? 0 : 2,
          width: 26,
          height: isThick ? 12 : 8,
          rx: 2,
        }),
      ),
      ` ${text}`,
    );
  return element(
    'div',
    { class: 'legend' },
    element(
      'p',
      {},
      'A bar goes from the moment at which an object could be written to that at which it was done; the line before it is ' +
        'the time that it waited for others. Open an object to see for what.',
    ),
    element(
      'ul',
      {},
      sample('bar critical', 'critical path: what decided how long the run took', true),
      sample('bar', 'done'),
      sample('bar failed', 'failed'),
      sample('bar waiting', 'not done in time'),
    ),
  );
}

function leftOut(rows: readonly TimelineRow[], shown: readonly TimelineRow[]): Content {
  if (rows.length === shown.length) return undefined;
  const chosen = new Set(shown);
  const others = rows.filter((row) => !chosen.has(row));
  const longest = others
    .filter(({ state }) => state !== 'blocked')
    .reduce((most, row) => Math.max(most, timeTaken(row)), 0);
  return element(
    'p',
    {},
    `Here are ${shown.length} of ${rows.length} objects: what failed, the critical path, and what took longest. ` +
      `None of the others took longer than ${formatMilliseconds(longest)}; the JSON report has them all.`,
  );
}

function axisLabels({ end, ticks }: TimeAxis): Html {
  const last = ticks.length - 1;
  return element(
    'svg',
    { class: 'labels', width: '100%', height: 18, focusable: 'false' },
    ticks.map(({ at, label }, index) =>
      element(
        'text',
        {
          x: percentOf(at, end),
          y: 13,
          'text-anchor': index === 0 ? 'start' : index === last ? 'end' : 'middle',
        },
        label,
      ),
    ),
  );
}
