import { isCrd } from '../manifest/crd.ts';
import { canonicalJsonText } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { compareText } from '../manifest/object.ts';
import {
  compareServedVersions,
  compareVersionLists,
  compareVersionSchemas,
} from './compare-versions.ts';
import type { VersionChange } from './compare-versions.ts';
import { readComparedCrd } from './compared-crd.ts';
import type { ComparedCrd } from './compared-crd.ts';
import type { ChangeClass, CrdChange, CrdChangeKind } from './crd-change.ts';
import { shortText } from './short-value.ts';

/**
 * Compares the CRDs among the objects of a release with those of the next one, by their names, and says of
 * each difference what it means for the objects that devices store. Sorted by CRD, field and change; the
 * same change in several versions is one. A CRD that is the same gives nothing.
 */
export function compareCrds(
  before: readonly KubernetesObject[],
  after: readonly KubernetesObject[],
): CrdChange[] {
  const [old, current] = [crdsByName(before), crdsByName(after)];
  return [...new Set([...old.keys(), ...current.keys()])]
    .toSorted(compareText)
    .flatMap((name) => compareOne(name, old.get(name), current.get(name)).toSorted(byPlace));
}

function crdsByName(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  return new Map(objects.filter(isCrd).map((object) => [object.metadata.name, object]));
}

function compareOne(
  name: string,
  old: KubernetesObject | undefined,
  current: KubernetesObject | undefined,
): CrdChange[] {
  const whole = (
    change: CrdChangeKind,
    into: ChangeClass,
    message: string,
    values: readonly [string, string] = ['', ''],
  ): CrdChange => {
    const [before, after] = values.map(shortText);
    return {
      crd: name,
      versions: [],
      field: '',
      change,
      class: into,
      before: before ?? '',
      after: after ?? '',
      message,
    };
  };

  if (current === undefined) return [whole('removed', 'unsafe', REMOVED)];
  const after = readComparedCrd(current);
  if (after === undefined) return [whole('unreadable', 'unsafe', UNREADABLE)];
  // What no API server accepts has no objects either.
  const before = old === undefined ? undefined : readComparedCrd(old);
  if (before === undefined) return [whole('added', 'safe', 'the CRD is new')];
  const versions = mergeVersions([
    ...compareVersionLists(before, after),
    ...compareVersionSchemas(before, after),
    ...newServedChanges(before, after),
  ]);
  return [
    ...compareWhole(before, after).map(([change, into, message, ...values]) =>
      whole(change, into, message, values),
    ),
    ...versions.map((found) => ({ crd: name, ...found })),
  ];
}

/**
 * The applier deletes no CRD, so the objects stay. But the operator that comes does not know them: what
 * they stand for is no longer maintained, and deleting one waits for a finalizer that nobody removes.
 */
const REMOVED =
  'the CRD is gone from the release: devices keep it and its objects, but nothing looks after them any longer';

const UNREADABLE =
  'the new CRD lacks its group, kind or plural, so it cannot be compared, and no API server takes it';

type WholeChange = [CrdChangeKind, ChangeClass, message: string, before: string, after: string];

function compareWhole(before: ComparedCrd, after: ComparedCrd): WholeChange[] {
  const changes: WholeChange[] = [];
  const immutable = (change: CrdChangeKind, what: string, old: string, current: string): void => {
    if (old === current) return;
    const message = `the ${what} changes from ${shortText(old)} to ${shortText(current)}, which the API server refuses`;
    changes.push([change, 'unsafe', message, old, current]);
  };
  immutable('scope-changed', 'scope', before.scope, after.scope);
  immutable('group-changed', 'group', before.group, after.group);
  immutable('kind-changed', 'kind', before.kind, after.kind);
  immutable('plural-changed', 'plural name', before.plural, after.plural);
  if (before.listKind !== after.listKind && before.kind === after.kind) {
    const message = 'lists have another kind, which clients may not know';
    changes.push(['list-kind-changed', 'unsafe', message, before.listKind, after.listKind]);
  }
  const names = [before.otherNames, after.otherNames].map(canonicalJsonText);
  if (names[0] !== names[1]) {
    const message = 'people call the kind otherwise on the command line';
    changes.push(['names-changed', 'safe', message, names[0] ?? '', names[1] ?? '']);
  }
  if (before.hasWebhook !== after.hasWebhook) {
    const isLeft = before.hasWebhook && after.versions.length > 1;
    const message = after.hasWebhook
      ? 'a webhook converts between the versions'
      : `no webhook converts between the versions any longer${isLeft ? ', so objects are read in another one as they are' : ''}`;
    const values = [before, after].map(({ hasWebhook }) => (hasWebhook ? 'Webhook' : 'None'));
    const into = isLeft ? 'unsafe' : 'safe';
    changes.push(['conversion-changed', into, message, values[0] ?? '', values[1] ?? '']);
  }
  if (before.keepsEverything && !after.keepsEverything) {
    const message = 'whatever stored objects have that the schema does not name is dropped';
    changes.push(['pruning-started', 'unsafe', message, 'preserveUnknownFields', '']);
  }
  if (!before.keepsEverything && after.keepsEverything) {
    const message = 'what the schema does not name is kept';
    changes.push(['pruning-stopped', 'safe', message, '', 'preserveUnknownFields']);
  }
  return changes;
}

/** What differs between served versions and did not before: the rest devices live with already. */
function newServedChanges(before: ComparedCrd, after: ComparedCrd): VersionChange[] {
  const found = compareServedVersions(after).filter(
    ({ class: into }) => into === 'lossy' || into === 'unsafe',
  );
  if (found.length === 0) return [];
  const known = new Set(compareServedVersions(before).map((each) => canonicalJsonText(each)));
  return found.filter((each) => !known.has(canonicalJsonText(each)));
}

function mergeVersions(changes: readonly VersionChange[]): Omit<CrdChange, 'crd'>[] {
  const merged = new Map<string, Omit<CrdChange, 'crd'> & { versions: string[] }>();
  for (const { version, ...change } of changes) {
    const key = canonicalJsonText(change);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { ...change, versions: [version] });
    else if (!known.versions.includes(version)) known.versions.push(version);
  }
  return [...merged.values()];
}

function byPlace(a: CrdChange, b: CrdChange): number {
  return (
    compareText(a.field, b.field) ||
    compareText(a.change, b.change) ||
    compareText(a.before, b.before) ||
    compareText(a.after, b.after) ||
    compareText(a.versions.join(), b.versions.join())
  );
}
