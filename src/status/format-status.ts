import type { ClusterUse, Use } from '../capacity/read-use.ts';
import { counted } from '../counted.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { formatCpu, formatMemory } from '../manifest/quantity.ts';
import type { TreeRecord, TreeStatus } from './tree-status.ts';

/** A tree with its health: undefined where nothing can be said of it. */
export type ShownTree = { status: TreeStatus; healthy: boolean | undefined };

const HEADER = ['NAME', 'VERSION', 'APPLIED', 'OBJECTS', 'HEALTH'];

/**
 * A table of trees, a line each; below it the objects that are not as they should be, what the trees were made of, and
 * what is asked for and used.
 * @param areRecordsRead whether it is known what was applied
 */
export function formatStatus(
  trees: readonly ShownTree[],
  nodes?: ClusterUse['nodes'],
  areRecordsRead = true,
): string {
  if (trees.length === 0) {
    return areRecordsRead
      ? 'nothing is installed, and nothing was applied\n'
      : 'nothing is installed; whether something was applied could not be read\n';
  }
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
  const blocks = [
    table,
    trees.flatMap(({ status }) => detailsOf(status)),
    trees.flatMap(({ status }) => sourcesOf(status)),
    useLines(trees, nodes),
  ].filter((lines) => lines.length > 0);
  return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function rowOf({ status, healthy }: ShownTree): string[] {
  const { name, version, directory, record } = status;
  return [
    name,
    directory === undefined ? 'not installed' : (version ?? '-'),
    appliedOf(record),
    objectsOf(status),
    healthy === undefined ? 'unknown' : healthy ? 'healthy' : 'not healthy',
  ];
}

function appliedOf(record: TreeRecord): string {
  if (record.is === 'absent') return 'no';
  if (record.is !== 'read') return 'unknown';
  const day = record.completion?.at.slice(0, '2026-01-01'.length) ?? '';
  return [record.release || 'yes', day].filter((part) => part !== '').join(' ');
}

function objectsOf({ record, missing, changed, pending, unread }: TreeStatus): string {
  const odd = [
    [missing.length, 'missing'],
    [changed.length, 'changed'],
    [pending.length, 'to apply'],
    [unread.length, 'not read'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  const all = record.is === 'read' ? [counted(record.objects, 'object')] : [];
  return [...all, ...odd].join(', ') || '-';
}

function detailsOf({ name, record, missing, changed, pending }: TreeStatus): string[] {
  const newer =
    record.is === 'newer'
      ? [
          `${name}: was recorded by a newer program (format ${record.format}): what was changed since is not known`,
        ]
      : [];
  return [
    ...newer,
    ...missing.map((object) => `${name}: missing: ${object}`),
    ...changed.map(({ object, manager, at = '' }) => {
      const when = at === '' ? '' : ` at ${at}`;
      const who = manager === undefined ? '' : `, by ${manager}${when}`;
      return `${name}: changed since it was applied: ${object}${who}`;
    }),
    ...pending.map((object) => `${name}: not applied as it is in the tree: ${object}`),
  ];
}

/** As many characters of a digest as tell two apart at a glance; the JSON has all. */
const DIGEST_LENGTH = 'sha256:'.length + 12;

function sourcesOf({ name, sources }: TreeStatus): string[] {
  if (sources.length === 0) return [];
  const shown = sources.map(({ name: source, version, digest }) =>
    [source, version, `${digest.slice(0, DIGEST_LENGTH)}…`].filter((part) => part !== undefined),
  );
  return [`${name}: made of ${shown.map((parts) => parts.join(' ')).join(', ')}`];
}

function useLines(trees: readonly ShownTree[], nodes: ClusterUse['nodes']): string[] {
  const own = trees.flatMap(({ status: { name, resources } }) =>
    resources === undefined
      ? []
      : [`${name}: ${counted(resources.pods, 'pod')}, ${useOf(resources, nodes?.allocatable)}`],
  );
  if (own.length === 0 || nodes === undefined) return own;
  return [...own, `all pods: ${useOf(nodes, nodes.allocatable)}`];
}

/** `requesting 610m of 2000m CPU and 356Mi of 4096Mi memory; using 120m and 480Mi`. */
function useOf({ requests, uses }: Use, allocatable: Amount | undefined): string {
  const of = (resource: keyof Amount, format: (amount: number) => string): string =>
    allocatable === undefined ? '' : ` of ${format(allocatable[resource])}`;
  const cpu = `${formatCpu(requests.cpu)}${of('cpu', formatCpu)} CPU`;
  const memory = `${formatMemory(requests.memory)}${of('memory', formatMemory)} memory`;
  const used =
    uses === undefined ? '' : `; using ${formatCpu(uses.cpu)} and ${formatMemory(uses.memory)}`;
  return `requesting ${cpu} and ${memory}${used}`;
}
