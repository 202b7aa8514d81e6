import { saysSecret } from './secret-names.ts';

/** What stands in the place of what may be a secret. */
export const MASK = '[masked]';

/** A name and what assigns to it: `a=`, `a: `, `"a":`, `\"a\":`, `a%3D`. */
const ASSIGNED = /([\w.-]{1,64})(\\{0,8}["']?\s{0,16}(?:[:=]|%3[AaDd])>?\s{0,16})/g;
/** A flag and its value, with nothing but space between. */
const FLAG = /(--?[A-Za-z][\w.-]{0,63}\s{1,16})(?!-)(?=\S)/g;
/** After the name of a variable or header, what begins its value: `name: A\n  value: b`. */
const VALUE_BESIDE =
  /\\{0,8}["']?\s{0,64},?\s{0,64}(?:-\s{0,8})?\\{0,8}["']?[vV]alue\\{0,8}["']?\s{0,16}[:=]\s{0,16}/y;
/** Headers whose value is the rest of the line. */
const REST_OF_LINE = /(?:authorization|cookie)$/i;

/**
 * A text in which what is assigned to a name that says "secret" is masked: in YAML, JSON (escaped too), query
 * strings, variables, flags, headers.
 */
export function maskAssignments(text: string): string {
  return maskAfter(maskAfter(text, ASSIGNED, assignedAt), FLAG, flagAt);
}

/** Where the value to be masked begins; undefined for none. */
type ValueAt = (text: string, match: RegExpExecArray) => number | undefined;

function assignedAt(text: string, match: RegExpExecArray): number | undefined {
  const [whole, name = ''] = match;
  const after = match.index + whole.length;
  if (saysSecret(name)) return after;
  if (name.toLowerCase() !== 'name') return undefined;
  const [, called = ''] = /^\\{0,8}["']?([\w.-]{1,64})/.exec(text.slice(after, after + 80)) ?? [];
  if (!saysSecret(called)) return undefined;
  VALUE_BESIDE.lastIndex = text.indexOf(called, after) + called.length;
  return VALUE_BESIDE.test(text) ? VALUE_BESIDE.lastIndex : undefined;
}

function flagAt(_text: string, match: RegExpExecArray): number | undefined {
  const [whole] = match;
  return saysSecret(whole.trim()) ? match.index + whole.length : undefined;
}

/** What is no value of its own stays, and is looked at again: `message="password=x"`. */
function maskAfter(text: string, pattern: RegExp, valueAt: ValueAt): string {
  const parts: string[] = [];
  let done = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = valueAt(text, match);
    if (start === undefined) continue;
    const value = valueFrom(text, start, match[1] ?? '');
    if (value.end > start) parts.push(text.slice(done, start), value.masked);
    done = Math.max(done, value.end);
    pattern.lastIndex = done;
  }
  return parts.join('') + text.slice(done);
}

/** The value that begins at `start`, and what stands in its place: its quotes and brackets stay. */
function valueFrom(text: string, start: number, name: string): { end: number; masked: string } {
  const lineEnd = endOf(text, '\n', start);
  if (REST_OF_LINE.test(name)) return { end: lineEnd, masked: MASK };
  const [quote] = matchAt(/\\{0,8}["'`]/y, text, start);
  if (quote !== undefined) {
    const from = start + quote.length;
    const close = closingQuote(text, quote, from);
    if (close === undefined) return { end: lineEnd, masked: quote + MASK };
    // A shell goes on with the same word: 'it'\\''s'.
    const [more = ''] = matchAt(/[^\s\0,;&)}\]]*/y, text, close + quote.length);
    return { end: close + quote.length + more.length, masked: quote + MASK + quote };
  }
  // A block of YAML: every line that is indented.
  const [block] = matchAt(/[|>][-+0-9]{0,2}[ \t]*(?:\n[ \t]+[^\n]*|\n(?=\n))+/y, text, start);
  if (block !== undefined) return { end: start + block.length, masked: MASK };
  const bracket = { '[': ']', '{': '}', '(': ')' }[text.charAt(start)];
  if (bracket !== undefined) {
    const close = text.indexOf(bracket, start);
    if (close < 0 || close > lineEnd) return { end: lineEnd, masked: MASK };
    const [more = ''] = matchAt(/[^\s\0]*/y, text, close + 1);
    return { end: close + 1 + more.length, masked: MASK };
  }
  const [word = ''] = matchAt(/[^\s\0]+/y, text, start);
  return { end: start + word.length, masked: MASK };
}

function closingQuote(text: string, quote: string, from: number): number | undefined {
  let at = text.indexOf(quote, from);
  // A quote with one backslash more is a part of the value.
  while (at > from && text.charAt(at - 1) === '\\') at = text.indexOf(quote, at + 1);
  return at < 0 ? undefined : at;
}

function endOf(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at;
}

function matchAt(pattern: RegExp, text: string, at: number): readonly (string | undefined)[] {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? [];
}
