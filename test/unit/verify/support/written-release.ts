import { NO_UPGRADE } from '../../../../src/tree/tree-description.ts';
import { ARCHITECTURES } from '../../../../src/architectures.ts';
import { sha256 } from '../../../../src/digest.ts';
import type { KubernetesObject } from '../../../../src/manifest/object.ts';
import { formatReleaseInfo } from '../../../../src/release/release-info.ts';
import { formatTree } from '../../../../src/tree/format-tree.ts';
import type { Variant } from '../../../../src/tree/format-tree.ts';
import { isObjectFile } from '../../../../src/verify/verified-release.ts';
import type { VerifiedRelease } from '../../../../src/verify/verified-release.ts';
import { readManifests } from '../../../../src/manifest/read-manifests.ts';
import { LOCK } from '../../support/release.ts';

/** The path of the tree of {@link writtenRelease}. */
export const TREE = `manifests.d/${LOCK.directory}`;

/** A release with all its files, as rebase writes them. */
export function writtenRelease(
  objects: readonly KubernetesObject[],
  variants: ReadonlyMap<string, Variant> = new Map(),
): VerifiedRelease {
  const { name, version } = LOCK;
  const health = { workloads: [], conditions: [] };
  const tree = formatTree(
    objects,
    { name, version, health, upgrade: NO_UPGRADE, requests: [], sources: [], incompatible: [] },
    variants,
  );
  return releaseOf(
    new Map([
      ...[...tree].map(([file, text]): [string, string] => [`${TREE}/${file}`, text]),
      ...ARCHITECTURES.map((architecture): [string, string] => [
        `release-info/release-${name}-${architecture}.json`,
        formatReleaseInfo(version, {}),
      ]),
      [`rpm/${LOCK.package}.spec`, 'Name: x\n'],
      ['rpm/39_microshift_optional_lamp.sh', 'exit 0\n'],
    ]),
  );
}

/** The release with one file written anew, or removed, and a lock that knows of it. */
export function withFile(
  { files }: VerifiedRelease,
  file: string,
  text: string | undefined,
): VerifiedRelease {
  const texts = new Map([...files].map(([name, bytes]) => [name, bytes.toString()]));
  if (text === undefined) texts.delete(file);
  else texts.set(file, text);
  return releaseOf(texts);
}

/** The text of a file of the release. */
export function textOf({ files }: VerifiedRelease, file: string): string {
  return files.get(file)?.toString() ?? '';
}

function releaseOf(texts: ReadonlyMap<string, string>): VerifiedRelease {
  const sorted = [...texts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    directory: 'out',
    lock: {
      ...LOCK,
      files: Object.fromEntries(sorted.map(([file, text]) => [file, sha256(text)])),
    },
    files: new Map(sorted.map(([file, text]) => [file, Buffer.from(text)])),
    objects: sorted
      .filter(([file]) => file.startsWith(`${TREE}/`) && isObjectFile(file.slice(TREE.length + 1)))
      .flatMap(([file, text]) => readManifests(text, `out/${file}`)),
  };
}
