import type { Problem } from '../errors.ts';
import { compareText } from '../manifest/object.ts';
import { directoryOf } from '../release/embedded-images.ts';

/**
 * Parses MicroShift's list of embedded images: a line `REFERENCE,DIRECTORY` each. Empty lines count for
 * nothing. What boots a device reads it, so a line that is no such pair is a problem: `image-list-invalid`.
 * @param file for problems
 */
export function parseImageList(
  text: string,
  file: string,
): { references: string[]; problems: Problem[] } {
  const references: string[] = [];
  const problems: Problem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const comma = line.indexOf(',');
    const reference = line.slice(0, comma);
    if (comma > 0 && line.slice(comma + 1) === directoryOf(reference)) references.push(reference);
    else problems.push(invalid(file, index + 1));
  }
  return { references, problems };
}

/** The text of a list of references: sorted, each once. */
export function formatImageList(references: Iterable<string>): string {
  return [...new Set(references)]
    .toSorted(compareText)
    .map((reference) => `${reference},${directoryOf(reference)}\n`)
    .join('');
}

function invalid(file: string, line: number): Problem {
  return {
    code: 'image-list-invalid',
    message: 'is no image reference with the name of its directory, the SHA-256 of the reference',
    hint: 'delete this line and the directory that it names, and embed that image again',
    at: { file, line },
  };
}
