import { saysSecret } from './secret-names.ts';

/** What stands in the place of what may be a secret. */
export const MASK = '[masked]';

/** A name and what assigns to it: `a=`, `a: `, `"a":`, `\"a\":`, `a%3D`. */
const ASSIGNED = /([\w.-]{1,64})\\{0,8}["']?\s{0,16}(?:[:=]|%3[AaDd])>?\s{0,16}/g;
/** A flag and its value, with nothing but space between. */
const FLAG = /(--?[A-Za-z][\w.-]{0,63})\s{1,16}(?=\S)/g;
/** An element of XML. */
const ELEMENT = /<([\w.-]{1,64})>/g;
/** The name of a variable or header, and behind it the value: `name: A\n  value: b`. */
const NAMED =
  /\bname\\{0,8}["']?\s{0,16}[:=]\s{0,16}\\{0,8}["']?([\w.-]{1,64})\\{0,8}["']?\s{0,64},?\s{0,64}(?:-\s{0,8})?\\{0,8}["']?value\\{0,8}["']?\s{0,16}[:=]\s{0,16}/gi;

/** A value without quotes: a word, or two where the first says what the second is. */
const WORD = /(?:(?:bearer|basic|digest|negotiate)[ \t]{1,8})?[^\s\0]+/iy;
const HEADER = /(?:authorization|cookie)$/i;
const MARGIN = 64;
const LINE_START = /\n[\s-]{0,64}$/;
/** A block of YAML: every line that is indented. */
const BLOCK = /[|>][-+0-9]{0,2}[ \t]*(?:\n[ \t]+[^\n]*|\n(?=\n))+/y;
/** What a shell, or nobody, puts right behind a quote, such as in 'it'\''s'. */
const BEHIND_QUOTE = /[^\s\0,;&)}\]]+/y;

/** A part of a text. */
type Span = { from: number; to: number };

/**
 * A text in which what is assigned to a name that says "secret" is masked: in YAML, JSON (escaped too), query
 * strings, variables, flags, headers. A value may hold names of its own, so all of them are looked at.
 */
export function maskAssignments(text: string): string {
  const valueAt = valueFinder(text);
  const spans = [ASSIGNED, FLAG, ELEMENT, NAMED].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ 0: whole, 1: name = '', index }) =>
      saysSecret(name)
        ? [valueAt(index + whole.length, takesLine(text, index, name) ? 'line' : 'word')]
        : [],
    ),
  );
  return maskSpans(text, spans);
}

/** Whether an unquoted value is the rest of its line: that of a header, and of a setting that begins a line. */
function takesLine(text: string, index: number, name: string): boolean {
  return (
    HEADER.test(name) ||
    LINE_START.test(
      `${index > MARGIN ? '' : '\n'}${text.slice(Math.max(0, index - MARGIN), index)}`,
    )
  );
}

/** Finds the value that begins at a place. Values inside others end with them, and are not read again. */
function valueFinder(text: string): (start: number, unquoted: 'line' | 'word') => Span {
  const known = new Map<RegExp, Span>();
  const matchAt = (pattern: RegExp, at: number): Span | undefined => {
    const before = known.get(pattern);
    if (before !== undefined && before.from <= at && at < before.to)
      return { from: at, to: before.to };
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) return undefined;
    const span = { from: at, to: at + found.length };
    known.set(pattern, span);
    return span;
  };
  const endOf = (end: string, from: number): number => {
    const at = text.indexOf(end, from);
    return at < 0 ? text.length : at;
  };

  return (start, unquoted) => {
    const lineEnd = endOf('\n', start);
    const first = text.charAt(start);
    const [quote] = /^\\{0,8}["'`]/.exec(text.slice(start, start + 9)) ?? [];
    if (quote !== undefined) {
      const from = start + quote.length;
      const close = closingQuote(text, quote, from);
      if (close === undefined) return { from, to: lineEnd };
      return { from, to: matchAt(BEHIND_QUOTE, close + quote.length)?.to ?? close };
    }
    const block = first === '|' || first === '>' ? matchAt(BLOCK, start) : undefined;
    if (block !== undefined) return block;
    if (unquoted === 'line') return { from: start, to: lineEnd };
    const bracket = { '[': ']', '{': '}', '(': ')' }[first];
    if (bracket !== undefined) {
      const close = endOf(bracket, start);
      if (close >= lineEnd) return { from: start, to: lineEnd };
      return { from: start, to: matchAt(WORD, close)?.to ?? close };
    }
    return matchAt(WORD, start) ?? { from: start, to: start };
  };
}

/** A quote behind one more backslash is a part of the value. */
function closingQuote(text: string, quote: string, from: number): number | undefined {
  let at = text.indexOf(quote, from);
  while (at > from && text.charAt(at - 1) === '\\') at = text.indexOf(quote, at + 1);
  return at < 0 ? undefined : at;
}

/** The text with one mask for each stretch that spans cover. */
function maskSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of spans.filter((span) => span.from < span.to).toSorted(byPlace)) {
    if (to <= done) continue;
    if (from >= done) parts.push(text.slice(done, from), MASK);
    done = to;
  }
  return parts.join('') + text.slice(done);
}

function byPlace(a: Span, b: Span): number {
  return a.from - b.from || a.to - b.to;
}
