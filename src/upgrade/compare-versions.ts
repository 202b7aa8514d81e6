import { canonicalJsonText } from '../manifest/json.ts';
import { compareStoredSchemas } from './compare-stored-schemas.ts';
import type { ComparedCrd, ComparedVersion } from './compared-crd.ts';
import { storageVersion } from './compared-crd.ts';
import type { ChangeClass, ChangeKind, CrdChange } from './crd-change.ts';
import { shortList, shortText, shortValue } from './short-value.ts';
import { compareVersionPriority } from './version-priority.ts';

/** A change of one version of a CRD, or of the way from one to another. */
export type VersionChange = Omit<CrdChange, 'crd' | 'versions'> & { version: string };

/** What changes in the versions themselves, without their schemas. */
export function compareVersionLists(before: ComparedCrd, after: ComparedCrd): VersionChange[] {
  const names = new Set([...before.versions, ...after.versions].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [old, current] = [versionNamed(before, name), versionNamed(after, name)];
    if (old === undefined) {
      return [change(name, 'version-added', 'safe', '', name, `${name} is new`)];
    }
    if (current === undefined) return [removedVersion(old, after)];
    return [...comparePlace(old, current, before, after), ...compareExtras(old, current)];
  });
}

/**
 * What changes for an object between two releases of a CRD. Compared are versions of the same name, since
 * clients go on using them and objects may still be stored in any of them, served or not: the API server
 * prunes what it reads by the schema of the version that it is stored in (seen with 1.36). And where the
 * storage version changes, the old one with the new one: without a webhook objects are stored as they are,
 * pruned by the new one's schema.
 */
export function compareVersionSchemas(before: ComparedCrd, after: ComparedCrd): VersionChange[] {
  const same = before.versions.flatMap((old) => {
    const current = versionNamed(after, old.name);
    return current === undefined ? [] : comparePair(old, current, old.name);
  });
  const [stored, storage] = [storageVersion(before), storageVersion(after)];
  const isMoved =
    stored !== undefined &&
    storage !== undefined &&
    stored.name !== storage.name &&
    !after.hasWebhook;
  return isMoved ? [...same, ...comparePair(stored, storage, route(stored, storage))] : same;
}

/** Of more versions, each is compared with the next one only: the pairs of thousands would take for ever. */
const MAX_PAIRED = 16;

/**
 * How the served versions of a CRD differ where no webhook converts between them, each older one with
 * each newer one, as crdupgradesafety does it: what is written in one is read and stored as another.
 */
export function compareServedVersions(crd: ComparedCrd): VersionChange[] {
  if (crd.hasWebhook) return [];
  const served = crd.versions
    .filter((version) => version.served)
    .toSorted((a, b) => compareVersionPriority(a.name, b.name));
  const reach = served.length > MAX_PAIRED ? 1 : served.length;
  return served.flatMap((older, index) =>
    served
      .slice(index + 1, index + 1 + reach)
      .flatMap((newer) => comparePair(older, newer, route(older, newer))),
  );
}

function comparePair(
  before: ComparedVersion,
  after: ComparedVersion,
  version: string,
): VersionChange[] {
  return compareStoredSchemas(before, after).map((found) => {
    const { steps: _, ...fieldChange } = found;
    return { ...fieldChange, version };
  });
}

function removedVersion(old: ComparedVersion, after: ComparedCrd): VersionChange {
  const storage = storageVersion(after);
  const removed = (into: ChangeClass, message: string): VersionChange =>
    change(old.name, 'version-removed', into, old.name, '', message);
  if (storage === undefined) {
    return removed(
      'unsafe',
      `${old.name} is gone, and no version is left that objects could be stored in`,
    );
  }
  if (old.storage && after.hasWebhook) {
    const message = `${old.name} is gone while objects are stored in it, and whether the webhook turns them into ${storage.name} is not known`;
    return removed('unsafe', message);
  }
  const message = `${old.name} is gone: objects stored in it are rewritten in ${storage.name}, and manifests have to name another version`;
  return removed('migratable', message);
}

function comparePlace(
  old: ComparedVersion,
  current: ComparedVersion,
  before: ComparedCrd,
  after: ComparedCrd,
): VersionChange[] {
  const changes: VersionChange[] = [];
  if (old.served && !current.served) {
    const others = after.versions.filter(({ served }) => served).map(({ name }) => name);
    const message = `${old.name} is no longer served: manifests have to name ${others.join(' or ') || 'a version that is'}`;
    const into = others.length === 0 ? 'unsafe' : 'migratable';
    changes.push(change(old.name, 'version-unserved', into, 'served', '', message));
  }
  if (!old.served && current.served) {
    changes.push(change(old.name, 'version-served', 'safe', '', 'served', `${old.name} is served`));
  }
  const storage = storageVersion(after);
  if (old.storage && !current.storage && storageVersion(before) === old) {
    const into = storage === undefined ? 'unsafe' : 'migratable';
    const message = `objects are stored in ${storage?.name ?? 'no version'} from now on; those in ${old.name} stay readable`;
    const name = storage?.name ?? '';
    changes.push(change(old.name, 'storage-version-changed', into, old.name, name, message));
  }
  return changes;
}

function compareExtras(old: ComparedVersion, current: ComparedVersion): VersionChange[] {
  const { name } = old;
  const changes: VersionChange[] = [];
  if (old.hasStatus && !current.hasStatus) {
    const message = 'status is a field like any other, and its subresource is gone';
    changes.push(change(name, 'status-subresource-removed', 'unsafe', 'status', '', message));
  }
  if (!old.hasStatus && current.hasStatus) {
    const message = 'whoever writes status has to use its subresource, or it is ignored';
    changes.push(change(name, 'status-subresource-added', 'unsafe', '', 'status', message));
  }
  if (canonicalJsonText(old.scale ?? null) !== canonicalJsonText(current.scale ?? null)) {
    const values = [shortValue(old.scale), shortValue(current.scale)] as const;
    const [kind, message] =
      old.scale === undefined
        ? (['scale-subresource-added', 'it can be scaled'] as const)
        : current.scale === undefined
          ? (['scale-subresource-removed', 'it can no longer be scaled'] as const)
          : (['scale-subresource-changed', 'scaling reads or writes other fields'] as const);
    const into = old.scale === undefined ? 'safe' : 'unsafe';
    changes.push(change(name, kind, into, ...values, message));
  }
  const gone = old.selectableFields.filter((field) => !current.selectableFields.includes(field));
  if (gone.length > 0) {
    const message = `field selectors may no longer use ${gone.map(shortText).join(', ')}`;
    changes.push(change(name, 'selectable-field-removed', 'unsafe', shortList(gone), '', message));
  }
  const come = current.selectableFields.filter((field) => !old.selectableFields.includes(field));
  if (come.length > 0) {
    const message = 'field selectors may use more fields';
    changes.push(change(name, 'selectable-field-added', 'safe', '', shortList(come), message));
  }
  if (canonicalJsonText(old.printerColumns) !== canonicalJsonText(current.printerColumns)) {
    const message = 'it is listed with other columns';
    changes.push(change(name, 'printer-columns-changed', 'safe', '', '', message));
  }
  return changes;
}

function change(
  version: string,
  kind: ChangeKind,
  into: ChangeClass,
  before: string,
  after: string,
  message: string,
): VersionChange {
  return { version, field: '', change: kind, class: into, before, after, message };
}

function versionNamed(crd: ComparedCrd, name: string): ComparedVersion | undefined {
  return crd.versions.find((version) => version.name === name);
}

function route(before: ComparedVersion, after: ComparedVersion): string {
  return `${before.name} → ${after.name}`;
}
