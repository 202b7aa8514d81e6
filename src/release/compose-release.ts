import { ARCHITECTURES } from '../architectures.ts';
import { sha256 } from '../digest.ts';
import { imageOf } from './embedded-images.ts';
import type { PinnedImage } from '../images/pin-images.ts';
import { displayObject } from '../manifest/display.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { objectId } from '../manifest/object.ts';
import { formatGreenbootCheck, greenbootCheckName } from './greenboot-check.ts';
import { formatReleaseInfo } from './release-info.ts';
import { formatSpec } from './spec.ts';
import { formatTree } from '../tree/format-tree.ts';
import type { Variant } from '../tree/format-tree.ts';
import type { Incompatibility } from '../tree/tree-description.ts';
import type { LoadedSource } from '../component/loaded-source.ts';
import { LOCK_FILE, formatLock } from './lock.ts';
import type { Lock, LockedImage } from './lock.ts';
import type { ResourceRequests } from '../manifest/workload-requests.ts';
import type { Component } from '../component/read-component.ts';

/** The report's place in a release; nothing is made from it. */
export const REPORT_FILE = 'rebase-report.md';

/** What a release is made of. */
export type ReleaseParts = {
  component: Component;
  sources: readonly LoadedSource[];
  objects: readonly KubernetesObject[];
  variants: ReadonlyMap<string, Variant>;
  images: readonly PinnedImage[];
  /** The findings that were accepted, by id. */
  accepted: readonly string[];
  /** What its pods ask the scheduler for. */
  requests: readonly ResourceRequests[];
  /** What it does not work with, should another component bring it. */
  incompatible: readonly Incompatibility[];
  /** What the component's check for greenboot is made of. */
  greenbootTemplate: string;
};

/** A release: its files by path, the lock among them. */
export type Release = { lock: Lock; files: ReadonlyMap<string, string> };

/**
 * Puts together the files of a release.
 * @param formatReport writes the report, which tells what the lock says
 */
export function composeRelease(
  parts: ReleaseParts,
  formatReport: (lock: Omit<Lock, 'files'>) => string,
): Release {
  const { name, spec } = parts.component;
  const described: Omit<Lock, 'files'> = {
    name,
    package: spec.package,
    directory: spec.directory,
    version: releaseVersion(parts.sources),
    sources: parts.sources.map(({ name: source, kind, version, digest, origin, chart }) => ({
      name: source,
      kind,
      ...(version === undefined ? {} : { version }),
      digest,
      ...(origin === undefined ? {} : { origin }),
      ...(chart === undefined ? {} : { chart }),
    })),
    images: Object.fromEntries(parts.images.map((image) => [image.key, lockedImage(image)])),
    accepted: [...parts.accepted],
  };
  const tree = formatTree(
    parts.objects,
    {
      name,
      version: described.version,
      health: spec.health,
      upgrade: {
        mayDrop: spec.upgrade.mayDrop.map(({ crd, field }) => ({ crd, field })),
        adopts: parts.component.adopted,
      },
      requests: [...parts.requests],
      sources: described.sources.map(({ name: source, version, digest }) => ({
        name: source,
        ...(version === undefined ? {} : { version }),
        digest,
      })),
      incompatible: [...parts.incompatible],
    },
    parts.variants,
  );
  const embedded = Object.entries(described.images).filter(([, image]) => image.embedded);
  const files = new Map([
    ...[...tree].map(([file, text]): [string, string] => [
      `manifests.d/${spec.directory}/${file}`,
      text,
    ]),
    ...ARCHITECTURES.map((architecture): [string, string] => [
      `release-info/release-${name}-${architecture}.json`,
      formatReleaseInfo(
        described.version,
        Object.fromEntries(embedded.map(([key, image]) => [key, imageOf(image, architecture)])),
      ),
    ]),
    [
      `rpm/${greenbootCheckName(name)}`,
      formatGreenbootCheck(parts.greenbootTemplate, { name, directory: spec.directory }),
    ],
    [`rpm/${spec.package}.spec`, formatSpec({ ...described, summary: spec.summary }, tree.keys())],
    [REPORT_FILE, formatReport(described)],
  ]);
  const lock: Lock = {
    ...described,
    files: Object.fromEntries([...files].map(([file, text]) => [file, sha256(text)])),
  };
  return { lock, files: new Map([...files, [LOCK_FILE, formatLock(lock)]]) };
}

/** The bundle's version, else that of the first source that has one, in the form that RPMs start from. */
export function releaseVersion(sources: readonly LoadedSource[]): string {
  const version =
    sources.find(({ kind }) => kind === 'RegistryV1Bundle')?.version ??
    sources.find((source) => source.version !== undefined)?.version ??
    '0';
  return version.replace(/^v(?=\d)/, '');
}

function lockedImage(image: PinnedImage): LockedImage {
  const { reference, embedded, because, sites, platforms, bytes } = image;
  const usedBy = sites.map(({ object, field }) => `${displayObject(objectId(object))}: ${field}`);
  return { reference, embedded, because, usedBy, platforms, bytes };
}
