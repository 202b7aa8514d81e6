import type { Place } from '../errors.ts';
import { displayObject, displayPath } from '../manifest/display.ts';
import { objectId } from '../manifest/object.ts';
import type { ManifestObject } from '../manifest/object.ts';
import type { ClusterServiceVersion, FieldPath } from './bundle.ts';

/** The place of a field of the ClusterServiceVersion. */
export function csvPlace({ name, file, lineOf }: ClusterServiceVersion, path: FieldPath): Place {
  return {
    file,
    line: lineOf(path),
    object: `ClusterServiceVersion ${name}`,
    field: displayPath(path),
  };
}

/** The place of a field of another object of the bundle. */
export function objectPlace(
  { object, file, line, lineOf }: ManifestObject,
  path: FieldPath,
): Place {
  return {
    file,
    line: lineOf?.(path) ?? line,
    object: displayObject(objectId(object)),
    field: displayPath(path),
  };
}
