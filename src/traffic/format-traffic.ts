import { linkName } from './link.ts';
import type { Link } from './link.ts';
import type { Overlap } from './hostname-overlaps.ts';
import { shortName } from './live-object.ts';
import type { Traffic } from './judge-traffic.ts';

/** The way of traffic as a tree: a line a link, below a broken one its cause and what to do. */
export function formatTrafficTree({ links, overlaps }: Traffic): string {
  const lines = links.flatMap((link) => treeLines(link, '', ''));
  return text([...lines, ...overlapLines(overlaps)]);
}

function treeLines(link: Link, first: string, rest: string): string[] {
  const below = link.links.length > 0 ? '│ ' : '  ';
  return [
    `${first}${nameInTree(link)}: ${stateOf(link)}`,
    ...causeLines(link).map((line) => `${rest}${below}  ${line}`),
    ...link.links.flatMap((each, index) => {
      const isLast = index === link.links.length - 1;
      return treeLines(each, `${rest}${isLast ? '└─' : '├─'} `, `${rest}${isLast ? '   ' : '│  '}`);
    }),
  ];
}

/** A listener stands below its owner, whose name needs no repeating. */
function nameInTree(link: Link): string {
  if (link.part.startsWith('listener ')) return link.part;
  return link.part === '' ? shortName(link.id) : linkName(link);
}

function stateOf({ state, facts, blockedBy }: Link): string {
  const blocked = blockedBy === undefined ? '' : `, blocked by ${blockedBy}`;
  const known = facts.length === 0 ? '' : ` (${facts.join(', ')})`;
  return `${state}${blocked}${known}`;
}

function causeLines({ cause }: Link): string[] {
  return cause === undefined ? [] : [`cause: ${cause.message}`, `fix: ${cause.fix}`];
}

/** The same as a table, a line a link. */
export function formatTrafficTable({ links, overlaps }: Traffic): string {
  const rows = links.flatMap((link) => tableRows(link, 0));
  const widths = [0, 1].map((column) =>
    Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return text([...lines, ...overlapLines(overlaps)]);
}

function tableRows(link: Link, depth: number): string[][] {
  const { state, cause, blockedBy, facts } = link;
  const why =
    cause?.message ?? (blockedBy === undefined ? facts.join(', ') : `blocked by ${blockedBy}`);
  return [
    [`${'  '.repeat(depth)}${nameInTree(link)}`, state, why],
    ...link.links.flatMap((each) => tableRows(each, depth + 1)),
  ];
}

/** Who answers; of several overlaps in place of `other` all that are claimed by others. */
const WINNERS: Record<Overlap['winner'], (route: string, other: string) => string> = {
  gateway: (route) => `${route} answers`,
  other: (_, other) => `${other} answers`,
  'by-address': () => 'both answer',
  undefined: () => 'either may answer',
};

/** A route without hostnames overlaps with everything that others have on its port. */
const MOST_NOTES = 5;
const NAMES_SHOWN = 3;

/** A line an overlap; one for all that are alike where these are many. */
function overlapLines(overlaps: readonly Overlap[]): string[] {
  const alike = Map.groupBy(overlaps, ({ port, route, winner, rule }) =>
    [port, route, winner, rule].join(' '),
  );
  return [...alike.values()].flatMap((group) =>
    group.length > MOST_NOTES ? linesOfMany(group) : group.map(lineOf),
  );
}

function lineOf({ hostname, port, route, other, winner, rule }: Overlap): string {
  const who = WINNERS[winner](route, other);
  return `note: ${nameOf(hostname)} on port ${port} is claimed by ${route} and ${other}: ${who} (${rule})`;
}

function linesOfMany(group: readonly Overlap[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { port, route, winner, rule } = first;
  const shown = group
    .slice(0, NAMES_SHOWN)
    .map(({ hostname, other }) => `${nameOf(hostname)} (${other})`);
  const who = WINNERS[winner](route, 'the other');
  return [
    `note: ${group.length} names on port ${port} are claimed by ${route} and others: ${who} (${rule})`,
    `  ${shown.join(', ')} and ${group.length - NAMES_SHOWN} more; -o json has all`,
  ];
}

function nameOf(hostname: string): string {
  return hostname === '' ? 'every name' : hostname;
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
