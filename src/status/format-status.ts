import { counted } from '../counted.ts';
import type { TreeStatus } from './tree-status.ts';

/** A tree with its health: undefined where nothing can be said of it. */
export type ShownTree = { status: TreeStatus; healthy: boolean | undefined };

const HEADER = ['NAME', 'VERSION', 'APPLIED', 'OBJECTS', 'HEALTH'];

/** A table of trees, a line each, and below it the objects that are not as they should be. */
export function formatStatus(trees: readonly ShownTree[]): string {
  if (trees.length === 0) return 'nothing is installed, and nothing was applied\n';
  const rows = [HEADER, ...trees.map(rowOf)];
  const widths = HEADER.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const details = trees.flatMap(({ status: { name, missing, changed, pending } }) => [
    ...missing.map((object) => `${name}: missing: ${object}`),
    ...changed.map((object) => `${name}: changed since it was applied: ${object}`),
    ...pending.map((object) => `${name}: not applied as it is in the tree: ${object}`),
  ]);
  const lines = details.length === 0 ? table : [...table, '', ...details];
  return `${lines.join('\n')}\n`;
}

function rowOf({ status, healthy }: ShownTree): string[] {
  const { name, version, directory, applied } = status;
  return [
    name,
    directory === undefined ? 'not installed' : (version ?? '-'),
    applied === undefined ? 'no' : applied.release || 'yes',
    objectsOf(status),
    healthy === undefined ? 'unknown' : healthy ? 'healthy' : 'not healthy',
  ];
}

function objectsOf({ applied, missing, changed, pending }: TreeStatus): string {
  const odd = [
    [missing.length, 'missing'],
    [changed.length, 'changed'],
    [pending.length, 'to apply'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  const all = applied === undefined ? [] : [counted(applied.objects, 'object')];
  return [...all, ...odd].join(', ') || '-';
}
