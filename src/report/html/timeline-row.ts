import { formatMilliseconds } from '../../duration.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import type { ObjectLinks } from './object-links.ts';
import { percentOf } from './time-axis.ts';
import type { TimeAxis } from './time-axis.ts';
import { timeTaken } from './timeline.ts';
import type { TimelineRow } from './timeline.ts';
import { clip, clipMessage, objectName } from './words.ts';

// Of an object; the section of problems has more of them.
const MOST_PROBLEMS = 5;

/** An object in the list of the timeline: a line with its bar, which opens to say what it waited for. */
export function timelineRow(row: TimelineRow, axis: TimeAxis, links: ObjectLinks): Html {
  const { object, state, isCritical, awaited } = row;
  const time = state === 'blocked' ? undefined : formatMilliseconds(timeTaken(row));
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
      width: percentOf(isBlocked ? doneAt : readyAt, end),
      height: 1,
    }),
    isBlocked
      ? undefined
      : element('rect', {
          class: names.join(' '),
          x: percentOf(Math.min(readyAt, end * 0.995), end),
          // Not by its colour alone.
          y: isCritical ? 2 : 4,
          // What took next to no time is to be seen, too.
          width: percentOf(Math.max(doneAt - readyAt, end * 0.005), end),
          height: isCritical ? 12 : 8,
          rx: 2,
        }),
  );
}
