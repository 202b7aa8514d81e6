/* The roff language of manual pages (man(7)): text that can be nothing but text. */

/** Text for a line of its own. Control characters, line ends among them, become spaces. */
export function roffText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- none of them belongs into a page
  const line = text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, ' ');
  const escaped = line.replaceAll('\\', '\\e').replaceAll('-', '\\-');
  // At the beginning of a line, these would be requests.
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}

/** A line with a macro and its arguments, which may hold anything. */
export function roffMacro(macro: string, ...texts: readonly string[]): string {
  const quoted = texts.map((text) => `"${roffText(text).replaceAll('"', '\\(dq')}"`);
  return [`.${macro}`, ...quoted].join(' ');
}
