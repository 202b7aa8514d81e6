import { createHash } from 'node:crypto';
import type { ProgramVersion } from '../../version.ts';
import { document, element } from './html.ts';
import type { Content, Html } from './html.ts';
import { STYLE } from './style.ts';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is fetched, run or sent; the page's own style, and no other, counts. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** A part of a page with a heading of its own. */
export type Section = { id: string; title: string; content: Content };

export type Frame = {
  title: string;
  /** Below the title. */
  lead: Content;
  sections: readonly Section[];
  program: ProgramVersion;
};

/** A whole page: what comes first, the way to each section, and the sections. */
export function framePage({ title, lead, sections, program }: Frame): string {
  const body = element(
    'body',
    {},
    element('a', { class: 'skip', href: '#content' }, 'Skip to the content'),
    element('header', {}, element('h1', {}, title), lead),
    element(
      'nav',
      { 'aria-label': 'On this page' },
      element(
        'ul',
        {},
        sections.map(({ id, title: name }) =>
          element('li', {}, element('a', { href: `#${id}` }, name)),
        ),
      ),
    ),
    element('main', { id: 'content', tabindex: '-1' }, sections.map(sectionOf)),
    element(
      'footer',
      {},
      element('p', {}, `Written by microshift-optional ${program.version} (${program.commit}).`),
    ),
  );
  return document(`${title} – microshift-optional`, { style: STYLE, policy: POLICY }, body);
}

function sectionOf({ id, title, content }: Section): Html {
  const heading = `${id}-title`;
  return element(
    'section',
    { id, 'aria-labelledby': heading },
    element('h2', { id: heading }, title),
    content,
  );
}
