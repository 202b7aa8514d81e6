import { counted } from '../../counted.ts';
import { causeKey } from '../../errors.ts';
import type { Place, Problem } from '../../errors.ts';
import { element } from './html.ts';
import type { Html } from './html.ts';
import type { Section } from './frame.ts';
import { clip, clipMessage } from './words.ts';

const MOST_CAUSES = 100;
const MOST_OBJECTS = 20;

/** What is wrong, those of one cause together, each with what to do; none where nothing is. */
export function problemsSection(problems: readonly Problem[]): Section[] {
  if (problems.length === 0) return [];
  const causes = [...Map.groupBy(problems, causeKey).values()];
  const more = causes.length - MOST_CAUSES;
  const content = [
    element('ul', { class: 'problems' }, causes.slice(0, MOST_CAUSES).map(causeOf)),
    more > 0 ? element('p', {}, `${counted(more, 'more cause')}: see the JSON report.`) : undefined,
  ];
  return [{ id: 'problems', title: `Problems (${problems.length})`, content }];
}

function causeOf(problems: readonly Problem[]): Html {
  const [first] = problems;
  const { code = '', message = '', hint = '' } = first ?? {};
  const places = problems.flatMap(({ at }) => (at === undefined ? [] : at));
  const more = places.length - MOST_OBJECTS;
  return element(
    'li',
    {},
    element(
      'p',
      { class: 'cause' },
      element('strong', {}, clipMessage(message)),
      ' ',
      element('code', {}, clip(code)),
    ),
    element('p', { class: 'hint' }, element('b', {}, 'What to do: '), clipMessage(hint)),
    places.length === 0
      ? undefined
      : element(
          'ul',
          { class: 'places' },
          places.slice(0, MOST_OBJECTS).map(placeOf),
          more > 0 ? element('li', {}, `and ${more} more`) : undefined,
        ),
  );
}

function placeOf({ file, line, object, field }: Place): Html {
  const where = file === undefined ? [] : [line === undefined ? file : `${file}:${line}`];
  const rest = [...(field === undefined ? [] : [field]), ...where].map((part) => clip(part));
  return element(
    'li',
    {},
    object === undefined ? undefined : element('b', {}, clip(object)),
    rest.length === 0 ? undefined : `${object === undefined ? '' : ' – '}${rest.join(', ')}`,
  );
}
