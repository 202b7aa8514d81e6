import { counted } from '../../counted.ts';
import { formatMilliseconds } from '../../duration.ts';
import type { Section } from './frame.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import type { ObjectLinks } from './object-links.ts';
import type { Timeline } from './timeline.ts';

const MOST_STEPS = 50;

/**
 * The critical path with the time of each step, and of what came before and after; none where there is no path.
 * @param rest what came after it
 * @param duration of the run, milliseconds
 */
export function criticalSection(
  { path, rows }: Timeline,
  rest: string,
  duration: number,
  links: ObjectLinks,
): Section[] {
  const byKey = new Map(rows.map(({ object }) => [object.key, object]));
  const steps = path.flatMap((key) => byKey.get(key) ?? []);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return [];
  const shown = steps.slice(-MOST_STEPS);
  const omitted = steps.length - shown.length;
  const content = [
    element(
      'p',
      {},
      'Each of these was ready only when the one above it was done, and the last one was done last: to make the run ' +
        'shorter, look here.',
    ),
    element(
      'ol',
      { class: 'path' },
      stretch('reading the trees and the cluster', first.readyAt),
      omitted === 0 ? undefined : element('li', {}, counted(omitted, 'earlier object')),
      shown.map(({ key, readyAt, doneAt }) =>
        element(
          'li',
          {},
          element('span', { class: 'took' }, formatMilliseconds(doneAt - readyAt)),
          ' ',
          links.link(key),
        ),
      ),
      stretch(rest, duration - last.doneAt),
    ),
  ];
  return [{ id: 'critical-path', title: 'Critical path', content }];
}

function stretch(what: string, milliseconds: number): Html {
  return element(
    'li',
    { class: 'between' },
    element('span', { class: 'took' }, formatMilliseconds(Math.max(0, milliseconds))),
    ` ${what}`,
  );
}
