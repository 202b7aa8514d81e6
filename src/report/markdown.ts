import { joinLines } from '../one-line.ts';
import { printable } from '../terminal.ts';

/*
 * Markdown of values that come from a bundle: none of them can become markup, and each stays on its line.
 */

/** A value as code. */
export function code(text: string): string {
  // Two backticks with nothing between them would begin another code.
  const line = oneLine(text) || ' ';
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length);
  const longest = runs.reduce((longer, length) => Math.max(longer, length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A value as words. */
export function words(text: string): string {
  return (
    oneLine(text)
      .replaceAll(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`)
      // What begins a list.
      .replace(/^(?:\d+(?=[.)](?:\s|$))|(?=[-+]))/, (number) => `${number}\\`)
  );
}

/** A list, one item a line; the items are Markdown. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A table; the cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeBar).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A heading and what stands below it; nothing where nothing does. */
export function section(title: string, ...blocks: readonly string[]): string[] {
  const filled = blocks.filter((block) => block !== '');
  return filled.length === 0 ? [] : [`## ${title}`, ...filled];
}

/** Below a line that opens it, where there is more than a reader of the page wants to pass over. */
export function folded(title: string, block: string, lines: number): string {
  if (lines <= MAX_LINES) return block;
  return `<details><summary>${title}</summary>\n\n${block}\n\n</details>`;
}

const MAX_LINES = 12;

/**
 * A bar ends a cell even inside code, unless a backslash stands before it: to some readers any, to
 * others an odd number of them.
 */
function escapeBar(cell: string): string {
  // The look behind keeps long rows of backslashes from taking quadratic time.
  return cell.replaceAll(/(?<!\\)(?<slashes>\\*)\|/g, (bar, slashes: string) =>
    slashes.length % 2 === 0 ? String.raw`${slashes}\|` : bar,
  );
}

/** Neither line ends nor what a terminal would obey or what turns text around. */
function oneLine(text: string): string {
  return printable(joinLines(text));
}
