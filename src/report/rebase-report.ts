import type { Assembled } from '../component/assemble.ts';
import type { LoadedSource } from '../component/loaded-source.ts';
import type { ResourceRequests } from '../manifest/workload-requests.ts';
import type { Settled } from '../findings.ts';
import type { OperandVersion } from '../images/operand-versions.ts';
import { displayObject } from '../manifest/display.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Lock, LockedSource } from '../release/lock.ts';
import type { CrdChange } from '../upgrade/crd-change.ts';
import type { ObjectChange } from '../upgrade/compare-objects.ts';
import type { ProgramVersion } from '../version.ts';
import { code, list, section, table, words } from './markdown.ts';
import { crdsSection, objectsSection } from './rebase/changes-sections.ts';
import { findingsSections } from './rebase/findings-section.ts';
import { imagesSection } from './rebase/images-section.ts';
import { operandsSection } from './rebase/operands-section.ts';
import { requestsSection } from './rebase/requests-section.ts';

/** What there is to say about a rebase. */
export type RebaseReport = {
  lock: Omit<Lock, 'files'>;
  sources: readonly LoadedSource[];
  objects: readonly KubernetesObject[];
  replaced: Assembled['replaced'];
  removed: Assembled['removed'];
  operands: readonly OperandVersion[];
  requests: readonly ResourceRequests[];
  settled: Settled;
  /** What the release is compared with; nothing for a first one. */
  since:
    | {
        lock: Lock;
        requests: readonly ResourceRequests[];
        objects: readonly ObjectChange[];
        crds: readonly CrdChange[];
      }
    | undefined;
  program: ProgramVersion;
};

/** The page that a reviewer of a rebase reads: Markdown, the same for the same input. */
export function formatRebaseReport(report: RebaseReport): string {
  const { lock, sources, since, program } = report;
  const dropped = sources.flatMap((source) => source.dropped);
  return [
    `# ${lock.package} ${lock.version}${since === undefined ? '' : `, after ${since.lock.version}`}`,
    `Written by microshift-optional ${program.version} (${program.commit}).`,
    ...findingsSections(report.settled),
    ...section(
      'Sources',
      table(
        [
          'source',
          'kind',
          'version',
          ...(since === undefined ? [] : ['before']),
          'content',
          'from',
        ],
        lock.sources.map((source) => [
          code(source.name),
          source.kind,
          words(source.version ?? '–'),
          ...(since === undefined ? [] : [words(versionIn(since.lock, source.name))]),
          code(source.digest),
          origin(source),
        ]),
      ),
    ),
    ...operandsSection(report.operands),
    ...requestsSection(report.requests, since?.requests),
    ...(since === undefined ? [] : crdsSection(since.crds)),
    ...(since === undefined ? [] : objectsSection(since.objects)),
    ...section(`Objects (${report.objects.length})`, kinds(report.objects)),
    ...section(
      'Left out',
      list(
        [
          ...dropped,
          ...report.removed.map(({ object, because }) => ({ object, reason: because })),
        ].map(({ object, reason }) => `${code(displayObject(object))}: ${words(reason)}`),
      ),
    ),
    ...section(
      'Replaced by hand-written manifests',
      list(report.replaced.map((id) => code(displayObject(id)))),
    ),
    ...imagesSection(lock.images, since?.lock.images),
    '',
  ].join('\n\n');
}

function versionIn({ sources }: Lock, source: string): string {
  return sources.find(({ name }) => name === source)?.version ?? '–';
}

function origin({ origin: from }: LockedSource): string {
  switch (from?.kind) {
    case undefined:
      return 'files';
    case 'url':
      return code(from.url);
    case 'image':
      return `${code(from.reference)}, ${code(from.digest)}`;
    case 'layout':
      return `OCI layout, ${code(from.digest)}`;
  }
}

function kinds(objects: readonly KubernetesObject[]): string {
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  return [...byKind].map(([kind, all]) => `${all.length} ${kind}`).join(', ');
}
