import { printable } from './terminal.ts';

const LONGEST = 500;

/** What a server wrote, which can be long and of many lines, as a line of bounded length: it cannot forge another. */
export function oneLine(text: string): string {
  const line = printable(joinLines(text));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** The same of any length, for what has to be read to its end. */
export function joinLines(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
