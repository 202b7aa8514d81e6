import path from 'node:path';

/**
 * A REF that stands in a file: a relative path counts from the file's directory, so that it means the same from
 * wherever the file is used.
 */
export function refFrom(directory: string, ref: string): string {
  return withRelativePath(ref, (place) => path.join(directory, place));
}

/** A REF of the command line, as it has to stand in a file in `directory`. */
export function refInFile(directory: string, ref: string): string {
  return withRelativePath(ref, (place) => path.relative(directory, place) || '.');
}

/** Changes the path in a REF, also that of an `oci:` layout, unless it is absolute. */
function withRelativePath(ref: string, change: (place: string) => string): string {
  const layout = /^oci:(?!\/\/)/i.exec(ref)?.[0] ?? '';
  const place = ref.slice(layout.length);
  const isPath = layout !== '' || !/^[a-z][a-z0-9+.-]*:/i.test(ref);
  return isPath && !path.isAbsolute(place) ? `${layout}${change(place)}` : ref;
}
