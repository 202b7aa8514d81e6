import { gzipSync } from 'node:zlib';
import { UserError, inputError, throwIfAny } from '../errors.ts';
import type { Problem } from '../errors.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { groupOf } from '../manifest/object.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';
import { shownPath, textOf } from '../source/source-files.ts';
import type { Bundle } from './bundle.ts';
import { isBelow, readAnnotations } from './read-annotations.ts';
import { readCsv } from './read-csv.ts';
import { readRequirements } from './read-requirements.ts';

/**
 * Reads a registry+v1 bundle directory: its annotations say where the manifests are and what the package
 * is called; every file there is read, whatever its extension.
 * @throws {UserError} `bundle-invalid`, `bundle-csv-count`, `csv-invalid` and those of
 * {@link readManifests}: what is wrong with all files at once
 */
export function readBundle(source: SourceFiles): Bundle {
  const { packageName, packageNameAt, manifests, metadata } = readAnnotations(source);
  // The metadata may lie inside the directory of the manifests; it holds no objects.
  const besides = metadata !== manifests && isBelow(metadata, manifests) ? metadata : undefined;
  const files = source.files.filter(
    ({ path }) => isBelow(path, manifests) && (besides === undefined || !isBelow(path, besides)),
  );
  const problems: Problem[] = [];
  const requirements = attempt(problems, () => readRequirements(source, metadata));
  const objects = files.flatMap((file) => attempt(problems, () => readFile(source, file)));
  throwIfAny(problems);

  const csvs = objects.filter(isCsv);
  const [csv] = csvs;
  if (csv === undefined || csvs.length > 1) throw csvCount(source, manifests, csvs);
  return {
    packageName,
    packageNameAt,
    csv: readCsv(csv),
    objects: objects.filter((object) => !isCsv(object)),
    requirements,
    compressedBytes: gzipSync(Buffer.concat(files.map(({ bytes }) => bytes))).length,
  };
}

/** What `read` gives; nothing, and its problems among `problems`, where it fails. */
function attempt<Item>(problems: Problem[], read: () => Item[]): Item[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}

function readFile(source: SourceFiles, file: SourceFile): ManifestObject[] {
  const name = shownPath(source, file.path);
  return readManifests(textOf(file, name), name, { fieldLines: true });
}

function isCsv({ object }: ManifestObject): boolean {
  return (
    object.kind === 'ClusterServiceVersion' && groupOf(object.apiVersion) === 'operators.coreos.com'
  );
}

function csvCount(source: SourceFiles, folder: string, csvs: ManifestObject[]): UserError {
  const names = csvs.map(({ object, file }) => `${object.metadata.name} (${file})`);
  return inputError({
    code: 'bundle-csv-count',
    message:
      names.length === 0
        ? `has no ClusterServiceVersion in ${folder}/`
        : `has ${names.length} ClusterServiceVersions in ${folder}/: ${names.join(', ')}`,
    hint: 'a bundle holds exactly one ClusterServiceVersion; remove the others',
    at: { file: source.ref },
  });
}
