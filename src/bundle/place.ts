import type { Place } from '../errors.ts';
import { displayPath } from '../manifest/display.ts';
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
