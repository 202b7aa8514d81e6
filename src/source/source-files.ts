import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import { compareText } from '../manifest/object.ts';

/** A file of a source: its path below the source's root, with `/`, and its bytes. */
export type SourceFile = { path: string; bytes: Buffer };

/** What a REF stands for, read into memory once, so that it cannot change while it is converted. */
export type SourceFiles = {
  /** The REF as it was given; what errors show. */
  ref: string;
  /** Sorted by path. */
  files: readonly SourceFile[];
};

/** The text of a file. @throws {UserError} `source-not-text` where it is not UTF-8 */
export function textOf(file: SourceFile, shownAs: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file.bytes);
  } catch (error) {
    throw inputError(
      {
        code: 'source-not-text',
        message: 'is not UTF-8 text',
        hint: 'remove the file or save it as UTF-8',
        at: { file: shownAs },
      },
      { cause: error },
    );
  }
}

/** The name of a file that errors show: REF and path. */
export function shownPath(source: SourceFiles, path: string): string {
  return path === '' ? source.ref : `${source.ref.replace(/\/+$/, '')}/${path}`;
}

/**
 * The digest of a source: over the path and the digest of each file, in order of the paths. It names
 * the content alone: neither where the source lay nor its files' times or modes.
 */
export function sourceDigest(source: SourceFiles): string {
  const lines = source.files
    .toSorted((a, b) => compareText(a.path, b.path))
    .map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`);
  return sha256(lines.join(''));
}
