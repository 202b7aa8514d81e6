import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import { UserError } from '../errors.ts';
import type { ImageProblems } from './image-problem.ts';
import { LIMITS } from './limits.ts';

/** An entry of a layer, in the order of its archive; paths are relative, with `/`, without `.` and `..`. */
export type LayerEntry =
  | { kind: 'file'; path: string; bytes: Buffer }
  | { kind: 'directory'; path: string }
  | { kind: 'symlink'; path: string; target: string }
  | { kind: 'hardlink'; path: string; target: string };

/** One layer of an image, unpacked into memory. */
export type Layer = {
  entries: LayerEntry[];
  /** Paths of lower layers that are gone (`.wh.NAME`). */
  removed: Set<string>;
  /** Directories whose content in lower layers is gone (`.wh..wh..opq`); `''` is the root. */
  opaque: Set<string>;
};

/** What may still be unpacked; reading a layer lowers it. */
export type LayerBudget = { bytes: number; entries: number };

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
// Bookkeeping of aufs, which means nothing elsewhere.
const AUFS = '.wh..wh.';

/**
 * Unpacks a layer: tar, as it is or compressed with gzip or zstd, which its first bytes tell.
 * @throws {UserError} what {@link ImageProblems} has: a path that leaves the directory, a device, …
 */
export async function readLayer(
  blob: Buffer,
  budget: LayerBudget,
  problems: ImageProblems,
): Promise<Layer> {
  const archive = await expand(blob, budget, problems);
  budget.bytes -= archive.length;
  const layer: Layer = { entries: [], removed: new Set(), opaque: new Set() };
  const archived = extract();
  archived.end(archive);
  try {
    for await (const entry of archived) {
      budget.entries -= 1;
      if (budget.entries < 0) {
        throw problems.tooLarge(`has more than ${LIMITS.layerEntries} entries in its layers`);
      }
      const { header } = entry;
      const path = entryPath(header, problems);
      if (header.size > LIMITS.fileBytes) {
        throw problems.tooLarge(`the file ${path} has ${header.size} bytes`);
      }
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(Buffer.from(chunk as Uint8Array));
      addEntry(layer, path, header, Buffer.concat(chunks), problems);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw problems.invalid(
      `a layer is no complete tar archive: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return layer;
}

async function expand(blob: Buffer, budget: LayerBudget, problems: ImageProblems): Promise<Buffer> {
  const magic = blob.subarray(0, 4).toString('hex');
  // One above the limit, so that a layer that just fits is not refused; 0 would mean no limit.
  const options = { maxOutputLength: budget.bytes + 1 };
  let archive = blob;
  try {
    if (magic.startsWith('1f8b')) archive = await promisify(zlib.gunzip)(blob, options);
    if (magic === '28b52ffd') archive = await unzstd(blob, options, problems);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (!isTooLarge(error)) throw problems.invalid(`a layer is not compressed correctly`);
    throw problems.tooLarge('the layers are too large when they are unpacked');
  }
  if (archive.length > budget.bytes) throw problems.tooLarge('the layers are too large');
  return archive;
}

async function unzstd(
  blob: Buffer,
  options: zlib.ZstdOptions,
  problems: ImageProblems,
): Promise<Buffer> {
  // Absent before Node 22.15.
  const decompress: typeof zlib.zstdDecompress | undefined = zlib.zstdDecompress;
  if (decompress !== undefined) return promisify(decompress)(blob, options);
  throw problems.unsupported(
    'has layers compressed with zstd, which this version of Node cannot read',
    'use Node 22.15 or newer, or build the image with gzip',
  );
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function addEntry(
  { entries, removed, opaque }: Layer,
  path: string,
  { type, linkname }: Header,
  bytes: Buffer,
  problems: ImageProblems,
): void {
  // Null where there is none, against the types.
  const target: string | null = linkname;
  const slash = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(0, slash));
  const name = path.slice(slash + 1);
  if (name === OPAQUE) opaque.add(folder);
  else if (name.startsWith(AUFS)) return;
  else if (name.startsWith(WHITEOUT)) {
    const gone = name.slice(WHITEOUT.length);
    if (['', '.', '..'].includes(gone)) throw problems.unsafe(`the entry ${path} removes no file`);
    removed.add(folder === '' ? gone : `${folder}/${gone}`);
  } else {
    switch (type) {
      case 'file':
      case 'contiguous-file':
        entries.push({ kind: 'file', path, bytes });
        return;
      case 'directory':
        if (path !== '') entries.push({ kind: 'directory', path });
        return;
      case 'symlink':
        entries.push({ kind: 'symlink', path, target: target ?? '' });
        return;
      case 'link':
        entries.push({ kind: 'hardlink', path, target: insidePath(target ?? '', path, problems) });
        return;
      default:
        // tar-stream has no type for what it does not know.
        throw problems.unsafe(`the entry ${path} is no file but a ${type ?? 'special entry'}`);
    }
  }
}

function entryPath({ name, type }: Header, problems: ImageProblems): string {
  // What some tools write for the root.
  if (type === 'directory' && /^\.?\/?$/.test(name)) return '';
  return insidePath(name, name, problems);
}

/** The path without what does not matter; refuses one that is not below the root. */
function insidePath(name: string, entry: string, problems: ImageProblems): string {
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  const isControl = /[\u0000-\u001f\u007f]/.test(name);
  if (name.startsWith('/') || segments.includes('..') || segments.length === 0 || isControl) {
    const shown = JSON.stringify(name.slice(0, 200));
    throw problems.unsafe(
      name === entry
        ? `the entry ${shown} is not below the image's root`
        : `the entry ${entry} is a link to ${shown}, which is not below the image's root`,
    );
  }
  if (name.length > LIMITS.pathLength || segments.length > LIMITS.pathDepth) {
    throw problems.unsupported(
      `has a path of ${name.length} characters in ${segments.length} folders`,
      `at most ${LIMITS.pathLength} in ${LIMITS.pathDepth} are read: give the image of the bundle, which holds manifests alone`,
    );
  }
  return segments.join('/');
}
