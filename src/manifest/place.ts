import type { Place } from '../errors.ts';
import { displayObject, displayPath } from './display.ts';
import { objectId } from './object.ts';
import type { ManifestObject } from './object.ts';

/** Where an object stands, or a field of it. */
export function placeOf(
  { object, file, line, lineOf }: ManifestObject,
  path: readonly (string | number)[] = [],
): Place {
  return {
    file,
    line: lineOf?.(path) ?? line,
    object: displayObject(objectId(object)),
    ...(path.length === 0 ? {} : { field: displayPath(path) }),
  };
}
