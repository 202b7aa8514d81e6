/**
 * A text as one word of a shell's command line, for hints that people copy: names come from upstream, so
 * none may run anything, and brackets in the names of fields are patterns to a shell.
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
