import { formatMilliseconds } from '../../duration.ts';
import { element } from './html.ts';
import type { Content, Html } from './html.ts';
import type { Section } from './frame.ts';
import type { ObjectLinks } from './object-links.ts';
import type { TimeAxis } from './time-axis.ts';
import type { Timeline, TimelineRow } from './timeline.ts';
import { clip, clipMessage, objectName } from './words.ts';

// From this many objects on, one look at all of them is worth a picture of its own.
const OVERVIEW_FROM = 60;
// Of an object; the section of problems has more of them.
const MOST_PROBLEMS = 5;

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
      shown.map((row) => rowOf(row, axis, links)),
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
    .reduce((most, row) => Math.max(most, took(row)), 0);
  return element(
    'p',
    {},
    `Here are ${shown.length} of ${rows.length} objects: what failed, the critical path, and what took longest. ` +
      `None of the others took longer than ${formatMilliseconds(longest)}; the JSON report has them all.`,
  );
}

/** The shape of the whole run, however many objects it had: one thin line each. */
function overview(rows: readonly TimelineRow[], axis: TimeAxis): Html {
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

function axisLabels({ end, ticks }: TimeAxis): Html {
  const last = ticks.length - 1;
  return element(
    'svg',
    { class: 'labels', width: '100%', height: 18, focusable: 'false' },
    ticks.map(({ at, label }, index) =>
      element(
        'text',
        {
          x: percent(at, end),
          y: 13,
          'text-anchor': index === 0 ? 'start' : index === last ? 'end' : 'middle',
        },
        label,
      ),
    ),
  );
}

function rowOf(row: TimelineRow, axis: TimeAxis, links: ObjectLinks): Html {
  const { object, state, isCritical, awaited } = row;
  const time = state === 'blocked' ? undefined : formatMilliseconds(took(row));
  return element(
    'li',
    { id: links.idOf(object.key), class: isCritical ? 'critical' : undefined },
    element(
      'details',
      {},
      element(
        'summary',
        { class: 'row' },
        objectName(object.id),
        ' ',
        element('span', { class: `result ${object.action}` }, object.action),
        ' ',
        element('span', { class: 'took' }, time ?? '–'),
        isCritical ? element('span', { class: 'unseen' }, ' on the critical path') : undefined,
        bar(row, axis),
      ),
      element(
        'div',
        { class: 'more' },
        object.problems
          .slice(0, MOST_PROBLEMS)
          .map(({ code, message, hint }) =>
            element(
              'p',
              { class: 'problem' },
              element('strong', {}, clipMessage(message)),
              ' ',
              element('code', {}, clip(code)),
              ` ${clipMessage(hint)}`,
            ),
          ),
        object.note === undefined ? undefined : element('p', {}, clipMessage(object.note)),
        element('p', {}, moments(row), ` Of the tree ${clip(object.tree)}.`),
        links.after(object, state === 'blocked' ? undefined : awaited),
        links.before(object.key),
      ),
    ),
  );
}

function moments({ object, state }: TimelineRow): string {
  if (state === 'blocked') return 'Its turn never came.';
  const { readyAt, doneAt, action } = object;
  const [ready, end] = [readyAt, doneAt].map(formatMilliseconds);
  if (state === 'waiting') return `Ready at ${ready}; not done at ${end}, when the time was over.`;
  return `Ready at ${ready}, ${action} at ${end}.`;
}

function bar({ object, state, isCritical }: TimelineRow, { end, ticks }: TimeAxis): Html {
  const { readyAt, doneAt } = object;
  const isBlocked = state === 'blocked';
  const names = ['bar', ...(state === 'done' ? [] : [state]), ...(isCritical ? ['critical'] : [])];
  return element(
    'svg',
    { class: `track of-${ticks.length - 1}`, width: '100%', height: 16, 'aria-hidden': 'true' },
    element('rect', {
      class: 'wait',
      x: 0,
      y: 7.5,
      width: percent(isBlocked ? doneAt : readyAt, end),
      height: 1,
    }),
    isBlocked
      ? undefined
      : element('rect', {
          class: names.join(' '),
          x: percent(Math.min(readyAt, end * 0.995), end),
          // Not by its colour alone.
          y: isCritical ? 2 : 4,
          // What took next to no time is to be seen, too.
          width: percent(Math.max(doneAt - readyAt, end * 0.005), end),
          height: isCritical ? 12 : 8,
          rx: 2,
        }),
  );
}

function took({ object }: TimelineRow): number {
  return object.doneAt - object.readyAt;
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 10_000) / 100}%`;
}
