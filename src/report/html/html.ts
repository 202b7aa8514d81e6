/*
 * HTML of values that come from charts, clusters and files. Text is escaped wherever it goes in, and markup is a
 * type of its own that only this module makes: no text can become markup by being forgotten.
 */

class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Not a method: whoever has markup is to nest it, not to paste it into text. */
  static textOf(markup: Markup): string {
    return markup.#text;
  }
}

/** Markup that {@link element} made. */
export type Html = Markup;

/** What may stand in an element: text, which is escaped, and markup; nothing for undefined. */
export type Content = Html | string | undefined | readonly Content[];

/** Elements that run, fetch or submit nothing. */
type Tag =
  | (typeof BLOCKS)[number]
  | 'a'
  | 'b'
  | 'code'
  | 'dd'
  | 'dt'
  | 'span'
  | 'strong'
  | 'svg'
  | 'g'
  | 'path'
  | 'rect'
  | 'text'
  | 'title';

/** Elements that get a line of their own in the file, so that it can be read, and compared line by line. */
const BLOCKS = [
  'body',
  'details',
  'div',
  'dl',
  'figcaption',
  'figure',
  'footer',
  'h1',
  'h2',
  'h3',
  'header',
  'li',
  'main',
  'nav',
  'ol',
  'p',
  'section',
  'summary',
  'ul',
] as const;

/** Neither styles nor handlers; the only address is a place on the same page. */
type Attributes = {
  href?: `#${string}` | undefined;
} & {
  [
    name in
      | 'aria-hidden'
      | 'aria-label'
      | 'aria-labelledby'
      | 'class'
      | 'd'
      | 'focusable'
      | 'height'
      | 'id'
      | 'preserveAspectRatio'
      | 'role'
      | 'rx'
      | 'tabindex'
      | 'text-anchor'
      | 'viewBox'
      | 'width'
      | 'x'
      | 'y'
  ]?: string | number | undefined;
};

/** Where a word may be broken, without a sign. Screen readers would hear two words, were it not hidden from them. */
export const BREAK: Html = new Markup('<wbr aria-hidden="true">');

/** An element; attributes that are undefined are left out. */
export function element(tag: Tag, attributes: Attributes, ...content: readonly Content[]): Html {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeText(String(value))}"`);
  const end = BLOCKS.some((block) => block === tag) ? '\n' : '';
  return new Markup(`<${tag}${written.join('')}>${render(content)}</${tag}>${end}`);
}

/**
 * A whole page in one file, which fetches nothing and runs nothing.
 * @param style a constant of this program, since the content of a style element cannot be escaped
 * @param policy the content security policy
 */
export function document(
  title: string,
  { style, policy }: { style: string; policy: string },
  body: Html,
): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeText(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    `${Markup.textOf(body)}</html>`,
    '',
  ].join('\n');
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeText(content);
  if (content instanceof Markup) return Markup.textOf(content);
  return content.map(render).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is text anywhere, in quotes too. What no page may hold, or turns text around, is shown as such. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
