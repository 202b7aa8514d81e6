import path from 'node:path';
import { inputError } from '../errors.ts';
import type { Place, UserError } from '../errors.ts';
import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { SourceFile, SourceFiles } from '../source/source-files.ts';
import { shownPath } from '../source/source-files.ts';
import { metadataDocument, metadataFiles } from './metadata-files.ts';
import { oneLine } from './one-line.ts';

const PREFIX = 'operators.operatorframework.io.bundle.';
const METADATA = 'metadata';

/** What the annotations of a bundle say of it. */
export type BundleAnnotations = {
  /** `''` where they name none. */
  packageName: string;
  /** Where the package's name stands, or would. */
  packageNameAt: Place;
  /** The directories of the manifests and of the metadata; `''` is the bundle itself. */
  manifests: string;
  metadata: string;
};

/**
 * Finds and reads the annotations of a registry+v1 bundle: the file in `metadata/` that has some, or
 * else an `annotations.yaml` that says that it lies in the metadata directory
 * (https://olm.operatorframework.io/docs/tasks/creating-operator-bundle/).
 * @throws {UserError} `bundle-invalid` where there are none, or where they are of another format
 */
export function readAnnotations(source: SourceFiles): BundleAnnotations {
  const found = findAnnotations(source);
  if (found === undefined) {
    const reason = isEmpty(source, METADATA) ? 'it has no' : 'it has no annotations in';
    throw notABundle(source, `${reason} ${METADATA}/annotations.yaml`);
  }
  const { file, values, lineOf } = found;
  const mediaType = values.get('mediatype.v1') ?? 'registry+v1';
  if (mediaType !== 'registry+v1') {
    throw notABundle(source, `its media type is ${oneLine(mediaType) || 'empty'}, not registry+v1`);
  }
  const manifests = normalized(values.get('manifests.v1') ?? 'manifests');
  if (isEmpty(source, manifests)) {
    throw notABundle(source, `it has no files in ${oneLine(manifests) || '.'}/`);
  }
  const field = `${PREFIX}package.v1`;
  return {
    packageName: values.get('package.v1') ?? '',
    packageNameAt: {
      file: shownPath(source, file.path),
      line: lineOf(['annotations', field]),
      field,
    },
    manifests,
    metadata: normalized(values.get('metadata.v1') ?? METADATA),
  };
}

/** Whether a path of the source lies below a directory of it; every path lies below `''`. */
export function isBelow(file: string, directory: string): boolean {
  return directory === '' || file.startsWith(`${directory}/`);
}

/** A {@link UserError} that says why a source is no bundle. */
function notABundle(source: SourceFiles, reason: string): UserError {
  return inputError({
    code: 'bundle-invalid',
    message: `is not a registry+v1 bundle: ${reason}`,
    hint: 'give the directory that holds metadata/annotations.yaml and manifests/',
    at: { file: source.ref },
  });
}

type Annotations = {
  file: SourceFile;
  /** Without their common prefix. */
  values: Map<string, string>;
  lineOf: (path: string[]) => number;
};

function findAnnotations(source: SourceFiles): Annotations | undefined {
  const usual = metadataFiles(source, METADATA).flatMap((file) => annotationsIn(source, file));
  if (usual[0] !== undefined) return usual[0];
  return source.files
    .filter(({ path: name }) => /^[^/]+\/annotations\.(?:ya?ml|json)$/.test(name))
    .flatMap((file) => annotationsIn(source, file))
    .find(
      ({ file, values }) =>
        normalized(values.get('metadata.v1') ?? METADATA) === path.posix.dirname(file.path),
    );
}

function annotationsIn(source: SourceFiles, file: SourceFile): Annotations[] {
  const document = metadataDocument(source, file);
  const annotations = valueAt(document?.value, ['annotations']);
  if (document === undefined || !isJsonObject(annotations)) return [];
  const values = Object.keys(annotations)
    .filter((key) => key.startsWith(PREFIX))
    .map((key): [string, string] => [key.slice(PREFIX.length), textAt(annotations, [key])]);
  return values.length === 0
    ? []
    : [{ file, values: new Map(values), lineOf: (field) => document.lineOf(field) }];
}

/** `./manifests/` → `manifests`, `.` → `''`. Nothing is read by the result: it only selects files. */
function normalized(directory: string): string {
  return path.posix.normalize(`${directory}/`).replaceAll(/^\.?\/|\/$/g, '');
}

function isEmpty({ files }: SourceFiles, directory: string): boolean {
  return !files.some((file) => isBelow(file.path, directory));
}
