import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { CRD_KIND } from '../manifest/crd.ts';
import { displayObject } from '../manifest/display.ts';
import { compareText } from '../manifest/object.ts';
import type { ChangeKind, CrdChange } from './crd-change.ts';
import { containsField } from './field-path.ts';
import { shortText } from './short-value.ts';

/** A field whose content devices may lose: the CRD's name, a field as reports name it, and why. */
export type MayDrop = { crd: string; field: string; because?: string | undefined };

// A message is read on a terminal, and field by field in the report.
const MAX_MESSAGES = 3;
const MAX_VERSIONS = 8;

/**
 * What a maintainer has to know or to accept of the changes of CRDs: a refusal for each lossy or unsafe
 * one, a note for each migratable one, and nothing for the safe ones. One finding for each CRD, kind of
 * change and field (or version), named by them, whatever versions it concerns:
 * `crd-field-removed:lamps.example.com:spec.colour`.
 *
 * A lossy change of a field that `mayDrop` names, or of one inside it, is a note. An entry that nothing
 * needs is fine: a device may come from an older release than the last.
 */
export function upgradeFindings(
  changes: readonly CrdChange[],
  { mayDrop }: { mayDrop: readonly MayDrop[] },
): Finding[] {
  const told = changes.filter((change) => change.class !== 'safe');
  const groups = Map.groupBy(told, (change) => `${change.change}:${subjectOf(change)}`);
  return [...groups.values()]
    .flatMap((group) => toFinding(group, mayDrop))
    .toSorted(
      (a, b) => compareText(a.at?.object ?? '', b.at?.object ?? '') || compareText(a.id, b.id),
    );
}

function toFinding(group: readonly CrdChange[], mayDrop: readonly MayDrop[]): Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  const { crd, field, change } = first;
  const accepted = mayDrop.find((each) => each.crd === crd && containsField(each.field, field));
  const isStopped = group.some(
    (each) => each.class === 'unsafe' || (each.class === 'lossy' && accepted === undefined),
  );
  const isLossy = group.some((each) => each.class === 'lossy');
  return [
    finding(isStopped ? 'refusal' : 'note', subjectOf(first), {
      code: `crd-${change}`,
      message: messageOf(group),
      hint: isLossy ? lossyHint(first, accepted) : hintOf(group),
      at: {
        object: displayObject({ ...CRD_KIND, namespace: '', name: crd }),
        ...(field === '' ? {} : { field }),
      },
    }),
  ];
}

/** The CRD, and the field or, for what concerns a version itself, the version. */
function subjectOf({ crd, field, change, versions }: CrdChange): string {
  const inner = isOfVersion(change) ? versions.join(',') : field;
  return inner === '' ? crd : `${crd}:${inner}`;
}

function isOfVersion(change: ChangeKind): boolean {
  return change.startsWith('version-') || change === 'storage-version-changed';
}

function messageOf(group: readonly CrdChange[]): string {
  const messages = [...new Set(group.map(({ message }) => message))];
  const versions = [
    ...new Set(group.flatMap((each) => (isOfVersion(each.change) ? [] : each.versions))),
  ];
  return [
    firstOf(messages, MAX_MESSAGES, '; '),
    versions.length === 0 ? '' : ` (${firstOf(versions, MAX_VERSIONS, ', ')})`,
  ].join('');
}

function firstOf(texts: readonly string[], count: number, separator: string): string {
  const more = texts.length - count;
  return [...texts.slice(0, count), ...(more > 0 ? [`and ${more} more`] : [])].join(separator);
}

function lossyHint({ crd, field }: CrdChange, accepted: MayDrop | undefined): string {
  if (accepted !== undefined) {
    const reason = accepted.because === undefined ? '' : ` (${shortText(accepted.because)})`;
    return `spec.upgrade.mayDrop accepts it${reason}; tell users of the field before they upgrade`;
  }
  const entry = `{crd: ${crd}, field: '${field.replaceAll("'", "''")}'}`;
  return `if devices may lose it, write ${entry} to spec.upgrade.mayDrop in component.yaml`;
}

function hintOf(group: readonly CrdChange[]): string {
  const [first] = group;
  const isUnsafe = group.some((each) => each.class === 'unsafe');
  if (first?.change === 'removed') {
    return 'users have to delete its objects before they upgrade, while the operator still looks after them';
  }
  if (first?.change === 'storage-version-changed' && !isUnsafe) {
    return 'nothing is to be done as long as the version is there';
  }
  return isUnsafe
    ? 'check what objects on devices say there, or take another release of the source'
    : 'nothing is lost; tell users which version to write in their manifests';
}
