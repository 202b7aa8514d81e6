import type { Finding } from '../findings.ts';
import { displayObject, displayPath } from '../manifest/display.ts';
import { objectId } from '../manifest/object.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { greenbootCheckName } from '../release/greenboot-check.ts';
import type { Lock } from '../release/lock.ts';

/** A release directory, read: what the checks of `verify` look at. */
export type VerifiedRelease = {
  directory: string;
  lock: Lock;
  /** The regular files that the lock names, and those beside them, by path in the directory. */
  files: ReadonlyMap<string, Buffer>;
  /** The objects of the tree's YAML files, in the order of the files' names. */
  objects: readonly ManifestObject[];
};

/** Looks at one aspect of a release. */
export type Check = (release: VerifiedRelease) => Finding[];

/** Looks at the objects alone, which need not be those of a release. */
export type ObjectCheck = (release: Pick<VerifiedRelease, 'objects'>) => Finding[];

/** The path of a release's tree in its directory. */
export function treePath(lock: Lock): string {
  return `manifests.d/${lock.directory}`;
}

/** Whether a file of a tree holds objects: not its kustomizations, nor this program's own files. */
export function isObjectFile(name: string): boolean {
  return name.endsWith('.yaml') && !/^kustomization\.(?:\w+\.)?yaml$/.test(name);
}

/** What tells a finding about an object, or one of its fields, from the same about others. */
export function subjectOf(
  { object }: ManifestObject,
  path: readonly (string | number)[] = [],
): string {
  const shown = displayObject(objectId(object)).replace(' ', '/');
  return path.length === 0 ? shown : `${shown}:${displayPath(path)}`;
}

/** What a release has for rpmbuild. */
export function rpmFiles(lock: Lock): string[] {
  return [`rpm/${lock.package}.spec`, `rpm/${greenbootCheckName(lock.name)}`];
}
