import { toJsonText } from '../manifest/json.ts';

// Enough for an image reference with its digest.
const MAX_LENGTH = 120;
const MAX_ITEMS = 6;
const CONTEXT = 20;

/** What would move the cursor, or the direction of the text, of whoever reads it. */
const UNPRINTABLE = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFEFF]/g;

/** A value on one line of at most 120 characters, for people; `''` for undefined. */
export function shortValue(value: unknown): string {
  return value === undefined ? '' : shortText(toJsonText(value));
}

/** `text` on one line of at most 120 characters. */
export function shortText(text: string): string {
  const line = text
    .slice(0, MAX_LENGTH + 1)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(UNPRINTABLE, '\uFFFD');
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 1)}…` : line;
}

/**
 * Two different texts, each on one line of at most 120 characters, that show where they differ: of what
 * long ones have in common before that, only the end.
 */
export function shortTexts(before: string, after: string): [string, string] {
  const start = firstDifference(before, after) - CONTEXT;
  if (start < CONTEXT || Math.max(before.length, after.length) <= MAX_LENGTH) {
    return [shortText(before), shortText(after)];
  }
  return [shortText(`…${before.slice(start)}`), shortText(`…${after.slice(start)}`)];
}

/** As {@link shortTexts}, for values of any kind. */
export function shortValues(before: unknown, after: unknown): [string, string] {
  if (before === undefined || after === undefined) return [shortValue(before), shortValue(after)];
  return shortTexts(toJsonText(before), toJsonText(after));
}

function firstDifference(before: string, after: string): number {
  let index = 0;
  while (index < before.length && before[index] === after[index]) index += 1;
  return index;
}

/** Values with commas between them, the first few of many: `"a", "b" and 12 more`. */
export function shortList(values: readonly unknown[]): string {
  const shown = values.slice(0, values.length > MAX_ITEMS + 1 ? MAX_ITEMS : MAX_ITEMS + 1);
  const more = values.length - shown.length;
  return shown.map(shortValue).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
