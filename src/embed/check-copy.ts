import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256 } from '../digest.ts';
import { isIndex, parseManifest, parsePlatform } from '../registry/image-manifest.ts';
import type { Descriptor, ImageManifest, Manifest } from '../registry/image-manifest.ts';
import { findImages } from '../registry/platforms.ts';
import type { PlatformImage } from '../registry/platforms.ts';

/** What lies where an image is to be. */
export type CopyState =
  | { state: 'absent' }
  /** Something else, or a part of it, or changed; `why` is a sentence without its subject. */
  | { state: 'broken'; why: string }
  /** The image, byte for byte, with those that an index names. */
  | { state: 'whole'; images: PlatformImage[] };

const VERSION = /^Directory Transport Version: 1\.\d+\n$/;
/** Signatures lie beside what they are for; the digest of what else is there is known. */
const SIGNATURE = /^(?:[0-9a-f]{64}-)?signature-\d+$/;
const MAX_MANIFEST = 4 * 2 ** 20;
const MAX_CONFIG = 4 * 2 ** 20;

/**
 * Judges a directory in the form of skopeo's `dir:` transport by the digest of its image: everything that
 * the image consists of is there with its digest and size, in regular files, and nothing else is.
 */
export async function checkCopy(directory: string, digest: string): Promise<CopyState> {
  try {
    const entries = await entriesOf(directory);
    return entries === undefined
      ? { state: 'absent' }
      : { state: 'whole', images: await checkEntries(directory, entries, digest) };
  } catch (error) {
    if (error instanceof BrokenCopy) return { state: 'broken', why: error.message };
    throw error;
  }
}

class BrokenCopy extends Error {
  override readonly name = 'BrokenCopy';
}

async function entriesOf(directory: string): Promise<Dirent[] | undefined> {
  const found = await lstat(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  if (!found.isDirectory()) throw new BrokenCopy('is no directory');
  return readdir(directory, { withFileTypes: true });
}

async function checkEntries(
  directory: string,
  entries: readonly Dirent[],
  digest: string,
): Promise<PlatformImage[]> {
  const odd = entries.find((entry) => !entry.isFile());
  if (odd !== undefined)
    throw new BrokenCopy(`holds ${JSON.stringify(odd.name)}, which is no regular file`);
  const version = await readSmall(path.join(directory, 'version'), 'version', 100);
  if (!VERSION.test(version.toString())) throw new BrokenCopy('is of an unknown version');

  const { root, children, expected } = await readManifests(directory, digest);
  const contents = [root, ...children.values()].flatMap((manifest) =>
    manifest.kind === 'image' ? [manifest.config, ...manifest.layers] : [],
  );
  const sizes = new Map(contents.map(({ digest: own, size }) => [own, size]));
  for (const [own, size] of sizes) {
    const file = hexOf(own);
    expected.add(file);
    await checkContent(path.join(directory, file), own, size);
  }
  const extra = entries.find(({ name }) => !expected.has(name) && !SIGNATURE.test(name));
  if (extra !== undefined)
    throw new BrokenCopy(`holds ${JSON.stringify(extra.name)}, which the image does not`);

  return findImages(root, digest, {
    manifest: async (descriptor) =>
      children.get(descriptor.digest) ?? (await missing(descriptor.digest)),
    platform: async ({ config }: ImageManifest) => {
      const file = hexOf(config.digest);
      const found = parsePlatform(await readSmall(path.join(directory, file), file, MAX_CONFIG));
      if (typeof found === 'string') throw new BrokenCopy(`has a configuration that ${found}`);
      return found;
    },
    invalid: (message) => new BrokenCopy(message),
  });
}

/** Reads the image's manifest, and those that it names if it is an index. */
async function readManifests(
  directory: string,
  digest: string,
): Promise<{ root: Manifest; children: Map<string, Manifest>; expected: Set<string> }> {
  const expected = new Set(['version', 'manifest.json']);
  const root = await readManifest(directory, 'manifest.json', { digest, mediaType: '' });
  const children = new Map<string, Manifest>();
  for (const entry of root.kind === 'index' ? root.manifests : []) {
    if (isIndex(entry)) throw new BrokenCopy('is an index within an index');
    const file = `${hexOf(entry.digest)}.manifest.json`;
    expected.add(file);
    children.set(entry.digest, await readManifest(directory, file, entry));
  }
  return { root, children, expected };
}

async function readManifest(
  directory: string,
  file: string,
  { digest, mediaType, size }: Pick<Descriptor, 'digest' | 'mediaType'> & { size?: number },
): Promise<Manifest> {
  const bytes = await readSmall(path.join(directory, file), file, MAX_MANIFEST);
  if (sha256(bytes) !== digest || (size !== undefined && size !== bytes.length)) {
    throw new BrokenCopy(`holds ${file} with another content than ${digest}`);
  }
  const manifest = parseManifest(bytes, mediaType);
  if (typeof manifest === 'string') throw new BrokenCopy(`holds ${file}, which ${manifest}`);
  return manifest;
}

async function checkContent(file: string, digest: string, size: number): Promise<void> {
  const handle = await openFile(file, path.basename(file));
  try {
    if ((await handle.stat()).size !== size) throw changed(digest);
    const hash = createHash('sha256');
    await pipeline(handle.createReadStream({ autoClose: false }), hash);
    if (`sha256:${hash.digest('hex')}` !== digest) throw changed(digest);
  } finally {
    await handle.close();
  }
}

async function readSmall(file: string, name: string, limit: number): Promise<Buffer> {
  const handle = await openFile(file, name);
  try {
    if ((await handle.stat()).size > limit)
      throw new BrokenCopy(`holds a ${name} that is too large`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function openFile(file: string, name: string): Promise<Awaited<ReturnType<typeof open>>> {
  return open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new BrokenCopy(`lacks ${name}`) : error;
    },
  );
}

function changed(digest: string): BrokenCopy {
  return new BrokenCopy(`holds another content than ${digest}`);
}

function missing(digest: string): Promise<never> {
  return Promise.reject(new BrokenCopy(`lacks ${digest}`));
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
