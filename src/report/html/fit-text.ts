/*
 * How wide text is in a picture, which nobody can measure before a browser draws it: an estimate that is right for
 * DejaVu Sans, one of the widest fonts that systems have, and on the safe side for others.
 */

// In parts of the font's size.
const WIDTHS: [characters: RegExp, width: number][] = [
  [/[-.,:;'|!/()[\]ijlfrt ]/, 0.42],
  [/[mwMW@%<>=+&#~^_\\{}$*]/, 1],
  [/[A-Z]/, 0.76],
  [/[!-~]/, 0.65],
];
const WIDEST = 1.3;
const BOLD = 1.12;

/** A text, or as much of its beginning, with a sign that it goes on, as fits into so many pixels. */
export function fitText(text: string, room: number, font: { size: number; bold: boolean }): string {
  const scale = font.size * (font.bold ? BOLD : 1);
  const sign = WIDEST * scale;
  let fitting = '';
  let width = 0;
  for (const character of text) {
    width += widthOf(character) * scale;
    if (width > room) return `${fitting}…`;
    // What still leaves room for the sign is what stays when the next one does not fit.
    if (width + sign <= room) fitting += character;
  }
  return text;
}

function widthOf(character: string): number {
  return WIDTHS.find(([characters]) => characters.test(character))?.[1] ?? WIDEST;
}
