import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Entry } from './contents.ts';

/** The folder that everything lies in. */
export const ROOT = 'microshift-optional-support';

/** Names that promise something else than a compressed tar archive: who gets the file could not open it. */
const OTHER_NAME = /\.(?:zip|7z|rar|bz2|xz|zst|html?|json|ya?ml|txt|log)$/i;

/** Why a file cannot be the archive; undefined where nothing is known against it. */
export async function whyNotWritable(file: string): Promise<string | undefined> {
  if (OTHER_NAME.test(file)) return 'its name is that of another kind of file: it is a .tar.gz';
  const found = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return found === undefined || found.isFile() ? undefined : 'is there, and is no regular file';
}

/**
 * Writes a compressed archive that its user alone may read, completely or not at all; in the place of a regular file
 * that is there. The same entries and time give the same bytes.
 * @throws the file system's error
 */
export async function writeArchive(
  file: string,
  entries: readonly Entry[],
  time: Date,
): Promise<void> {
  // In memory: the packing is not to be broken off where the file cannot be written, for it could not be told of that.
  const compressed = await buffer(packed(entries, time).pipe(createGzip()));
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(compressed);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function packed(entries: readonly Entry[], time: Date): ReturnType<typeof pack> {
  const archive = pack();
  // To the second: a time with less than one takes a header more, which some readers do not know.
  const mtime = new Date(Math.floor(time.getTime() / 1000) * 1000);
  for (const { path, bytes } of entries) {
    archive.entry({ name: `${ROOT}/${path}`, mode: 0o600, mtime }, bytes);
  }
  archive.finalize();
  return archive;
}
