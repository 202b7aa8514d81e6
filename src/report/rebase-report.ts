import type { Assembled } from '../component/assemble.ts';
import type { LoadedSource } from '../component/load-sources.ts';
import type { Lock } from '../component/lock.ts';
import { displayObject } from '../manifest/display.ts';
import { objectId } from '../manifest/object.ts';
import type { ProgramVersion } from '../version.ts';

/** The page that a reviewer of a rebase reads: Markdown, the same for the same input. */
export function formatRebaseReport(
  lock: Omit<Lock, 'files'>,
  sources: readonly LoadedSource[],
  assembled: Assembled,
  program: ProgramVersion,
): string {
  const counts = new Map<string, number>();
  for (const { kind } of assembled.objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const dropped = sources.flatMap((source) => source.dropped);
  return [
    `# ${lock.package} ${lock.version}`,
    `Written by microshift-optional ${program.version} (${program.commit}).`,
    '## Sources',
    table(
      ['source', 'kind', 'version', 'content'],
      lock.sources.map(({ name, kind, version, digest }) => [name, kind, version ?? '–', digest]),
    ),
    `## Objects (${assembled.objects.length})`,
    [...counts].map(([kind, count]) => `${count} ${kind}`).join(', '),
    list(assembled.objects.map((object) => `\`${displayObject(objectId(object))}\``)),
    ...section(
      'Left out',
      dropped.map(({ object, reason }) => `\`${displayObject(object)}\`: ${reason}`),
    ),
    ...section(
      'Replaced by hand-written manifests',
      assembled.replaced.map((id) => `\`${displayObject(id)}\``),
    ),
    `## Images (${Object.keys(assembled.images).length})`,
    table(
      ['image', 'reference'],
      Object.entries(assembled.images).map(([key, ref]) => [`\`${key}\``, `\`${ref}\``]),
    ),
    '',
  ].join('\n\n');
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, list(items)];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
