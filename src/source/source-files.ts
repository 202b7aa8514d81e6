import { posix } from 'node:path';
import { sha256 } from '../digest.ts';
import { inputError } from '../errors.ts';
import { KUSTOMIZATION_FILES } from '../manifest/names.ts';
import { compareText } from '../manifest/object.ts';
import type { Platforms } from '../registry/platforms.ts';

/** A file of a source: its path below the source's root, with `/`, and its bytes. */
export type SourceFile = { path: string; bytes: Buffer };

/** An image as it was read: digests of what its name stood for, of what was read, and of its platforms. */
export type ImageOrigin = {
  /** What the tag named: an index, or the manifest of the only image. */
  digest: string;
  /** The manifest of the image whose content was read. */
  read: string;
  platforms: Platforms;
};

/** Where a source was fetched from, for the lock; it holds no credentials and no place on this machine. */
export type SourceOrigin =
  /** `url` without the values of its query, which may be secret; the digest is of the body. */
  | { kind: 'url'; url: string; sha256: string }
  /** `reference` as it was asked for, without the transport: `quay.io/org/name:tag`. */
  | ({ kind: 'image'; reference: string } & ImageOrigin)
  | ({ kind: 'layout' } & ImageOrigin);

/** What a REF stands for, read into memory once, so that it cannot change while it is converted. */
export type SourceFiles = {
  /** The REF as it was given, without what may be secret in it; what errors show. */
  ref: string;
  /** Sorted by path. */
  files: readonly SourceFile[];
  /** Left out for what lies on this machine. */
  origin?: SourceOrigin;
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

/** The kustomization of a folder of a source, `.` for its root: of several, the one that kustomize looks for first. */
export function kustomizationIn({ files }: SourceFiles, folder: string): SourceFile | undefined {
  const paths = KUSTOMIZATION_FILES.map((name) => posix.join(folder, name));
  return paths
    .map((each) => files.find((file) => file.path === each))
    .find((file) => file !== undefined);
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
