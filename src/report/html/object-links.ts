import type { Edge } from '../../plan/plan.ts';
import { element } from './html.ts';
import type { Content, Html } from './html.ts';
import type { ShownObject } from './shown-object.ts';
import { GATES, clip, objectName } from './words.ts';

// An object that thousands wait for, such as a namespace, must not repeat them all.
const MOST_LISTED = 15;

/** The objects of a page: which of them have a place on it, and what waits for what. */
export type ObjectLinks = {
  /** The id of an object's place on the page; undefined where there was no room for it. */
  idOf: (key: string) => string | undefined;
  /** The object's name, as a link where it has a place. */
  link: (key: string) => Html;
  /** What an object comes after, with the reason of each edge. */
  after: (object: ShownObject, awaited?: string) => Content;
  /** What comes after an object. */
  before: (key: string) => Content;
};

/**
 * @param objects all of them
 * @param shown those that have a place on the page
 */
export function linkObjects(
  objects: readonly ShownObject[],
  shown: readonly ShownObject[],
): ObjectLinks {
  const byKey = new Map(objects.map((object) => [object.key, object]));
  const ids = new Map(shown.map(({ key }, index) => [key, `o${index + 1}` as const]));
  const dependents = new Map<string, string[]>();
  for (const { key, after } of objects) {
    for (const from of new Set(after.map((edge) => edge.from))) {
      const waiting = dependents.get(from) ?? [];
      waiting.push(key);
      dependents.set(from, waiting);
    }
  }

  const link = (key: string): Html => {
    const object = byKey.get(key);
    const name = object === undefined ? clip(key) : objectName(object.id);
    const id = ids.get(key);
    return id === undefined ? element('span', {}, name) : element('a', { href: `#${id}` }, name);
  };
  const edge = ({ from, gate, reason }: Edge, isLast: boolean): Html =>
    element(
      'li',
      {},
      link(from),
      ` ${GATES[gate]}: ${clip(reason)}`,
      isLast ? element('strong', {}, ' (the last thing it waited for)') : undefined,
    );
  return {
    idOf: (key) => ids.get(key),
    link,
    after: ({ after }, awaited) =>
      after.length === 0
        ? element('p', {}, 'Waits for nothing.')
        : list(
            `After (${after.length}):`,
            // What counts most must not be cut off.
            after
              .toSorted((a, b) => Number(b.from === awaited) - Number(a.from === awaited))
              .map((each) => () => edge(each, each.from === awaited)),
          ),
    before: (key) => {
      const waiting = dependents.get(key) ?? [];
      return waiting.length === 0
        ? undefined
        : list(
            `Before (${waiting.length}):`,
            waiting.map((each) => () => element('li', {}, link(each))),
          );
    },
  };
}

function list(title: string, items: readonly (() => Html)[]): Content {
  const more = items.length - MOST_LISTED;
  return [
    element('p', { class: 'list-title' }, title),
    element(
      'ul',
      {},
      items.slice(0, MOST_LISTED).map((item) => item()),
      more > 0 ? element('li', {}, `and ${more} more`) : undefined,
    ),
  ];
}
