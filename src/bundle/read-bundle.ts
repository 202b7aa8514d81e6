import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { valueAt } from '../manifest/json.ts';
import { readManifests } from '../manifest/read-manifests.ts';
import type { ManifestObject } from '../manifest/object.ts';
import { groupOf } from '../manifest/object.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';
import { shownPath, textOf } from '../source/source-files.ts';
import type { Bundle } from './bundle.ts';
import { readCsv } from './read-csv.ts';

const ANNOTATIONS_FILE = 'metadata/annotations.yaml';
const PREFIX = 'operators.operatorframework.io.bundle';

/**
 * Reads a registry+v1 bundle directory: `metadata/annotations.yaml` says where the manifests are and
 * what the package is called; every file there is read, whatever its extension.
 * @throws {UserError} `bundle-invalid`, `bundle-csv-count` and those of {@link readManifests}
 */
export function readBundle(source: SourceFiles): Bundle {
  const annotations = readAnnotations(source);
  const mediaType = annotations.get(`${PREFIX}.mediatype.v1`) ?? 'registry+v1';
  if (mediaType !== 'registry+v1') {
    throw notABundle(source, `its media type is ${mediaType}, not registry+v1`);
  }
  const packageName = annotations.get(`${PREFIX}.package.v1`) ?? '';
  if (packageName === '') throw notABundle(source, `it lacks ${PREFIX}.package.v1`);
  const folder = (annotations.get(`${PREFIX}.manifests.v1`) ?? 'manifests/').replace(/\/*$/, '/');
  const files = source.files.filter(({ path }) => path.startsWith(folder));
  if (files.length === 0) throw notABundle(source, `it has no files in ${folder}`);

  const objects = files.flatMap((file) => readFile(source, file));
  const csvs = objects.filter(isCsv);
  const [csv] = csvs;
  if (csv === undefined || csvs.length > 1) throw csvCount(source, folder, csvs);
  return { packageName, csv: readCsv(csv), objects: objects.filter((object) => !isCsv(object)) };
}

function readFile(source: SourceFiles, file: SourceFile): ManifestObject[] {
  const name = shownPath(source, file.path);
  return readManifests(textOf(file, name), name);
}

function readAnnotations(source: SourceFiles): Map<string, string> {
  const file = source.files.find(({ path }) => path === ANNOTATIONS_FILE);
  if (file === undefined) throw notABundle(source, `it has no ${ANNOTATIONS_FILE}`);
  const name = shownPath(source, file.path);
  const [document] = parseYaml(textOf(file, name), name);
  const annotations = valueAt(document?.value, ['annotations']);
  return new Map(Object.entries(annotations ?? {}).map(([key, value]) => [key, String(value)]));
}

function isCsv({ object }: ManifestObject): boolean {
  return (
    object.kind === 'ClusterServiceVersion' && groupOf(object.apiVersion) === 'operators.coreos.com'
  );
}

function notABundle(source: SourceFiles, reason: string): UserError {
  return inputError({
    code: 'bundle-invalid',
    message: `is not a registry+v1 bundle: ${reason}`,
    hint: 'give the directory that holds metadata/annotations.yaml and manifests/',
    at: { file: source.ref },
  });
}

function csvCount(source: SourceFiles, folder: string, csvs: ManifestObject[]): UserError {
  const names = csvs.map(({ object, file }) => `${object.metadata.name} (${file})`);
  return inputError({
    code: 'bundle-csv-count',
    message:
      names.length === 0
        ? `has no ClusterServiceVersion in ${folder}`
        : `has ${names.length} ClusterServiceVersions in ${folder}: ${names.join(', ')}`,
    hint: 'a bundle holds exactly one ClusterServiceVersion; remove the others',
    at: { file: source.ref },
  });
}
