import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../digest.ts';
import type { ImageProblems } from './image-problem.ts';

/** What an image names by digest. */
export type BlobName = { digest: string; size?: number };

/**
 * Reads contents of an image by their digests.
 * @param limit in bytes
 * @throws {UserError} where the content is missing, too large, or not of that digest and size
 */
export type BlobStore = (name: BlobName, limit: number) => Promise<Buffer>;

/** The contents of an OCI image layout. */
export function layoutBlobs(directory: string, problems: ImageProblems): BlobStore {
  return blobsIn((hex) => path.join(directory, 'blobs', 'sha256', hex), problems);
}

/** The contents in a directory as skopeo's `dir:` transport writes it. */
export function copiedBlobs(directory: string, problems: ImageProblems): BlobStore {
  return blobsIn((hex) => path.join(directory, hex), problems);
}

function blobsIn(fileOf: (hex: string) => string, problems: ImageProblems): BlobStore {
  return async ({ digest, size }, limit) => {
    const bytes = await readLimited(fileOf(digest.slice('sha256:'.length)), limit);
    if (bytes === undefined) throw problems.invalid(`lacks the content ${digest}`);
    if (bytes === 'too-large') throw problems.tooLarge(`the content ${digest} is too large`);
    if (size !== undefined && size !== bytes.length) {
      throw problems.invalid(`the content ${digest} has ${bytes.length} bytes instead of ${size}`);
    }
    const found = sha256(bytes);
    if (found !== digest) {
      throw problems.invalid(`the content ${digest} was changed: its digest is ${found}`);
    }
    return bytes;
  };
}

/** A regular file's bytes; undefined where there is none. */
export async function readLimited(
  file: string,
  limit: number,
): Promise<Buffer | 'too-large' | undefined> {
  // Without waiting for the writer of a pipe.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(ignoreMissing);
  if (handle === undefined) return undefined;
  try {
    const found = await handle.stat();
    if (!found.isFile()) return undefined;
    return found.size > limit ? 'too-large' : await handle.readFile();
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  // ENXIO: a pipe or socket that nobody serves.
  if (['ENOENT', 'ENOTDIR', 'ENXIO'].includes(error.code ?? '')) return undefined;
  throw error;
}
