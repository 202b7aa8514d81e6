const LONGEST = 300;

/** Text of upstream as one line of bounded length, so that it cannot forge lines of a report or terminal. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
