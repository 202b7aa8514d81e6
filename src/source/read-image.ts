import { parseManifest, parsePlatform } from '../registry/image-manifest.ts';
import type { Descriptor, ImageManifest, Manifest } from '../registry/image-manifest.ts';
import { findImages, platformsOf, preferredImage } from '../registry/platforms.ts';
import type { ImageReader } from '../registry/platforms.ts';
import { applyLayer } from './apply-layer.ts';
import type { ImageTree } from './apply-layer.ts';
import type { BlobName, BlobStore } from './blob-store.ts';
import { imageFiles } from './image-files.ts';
import type { ImageProblems } from './image-problem.ts';
import { LIMITS, mebibytes } from './limits.ts';
import { readLayer } from './read-layer.ts';
import type { ImageOrigin, SourceFile } from './source-files.ts';

const LAYER =
  /^application\/vnd\.(?:oci\.image\.layer\.v1\.tar|docker\.image\.rootfs\.diff\.tar)(?:[+.](?:gzip|zstd))?$/;

/**
 * Reads the image that a content stands for: of an index, the one for linux/amd64 first, since a bundle
 * is the same for all.
 * @throws {UserError} whatever is wrong with it
 */
export async function readImage(
  root: BlobName & { mediaType?: string },
  blobs: BlobStore,
  problems: ImageProblems,
): Promise<{ files: SourceFile[] } & ImageOrigin> {
  const readManifest = async (name: BlobName & { mediaType?: string }): Promise<Manifest> => {
    const manifest = parseManifest(await blobs(name, LIMITS.manifestBytes), name.mediaType);
    if (typeof manifest === 'string') throw problems.invalid(`${name.digest} ${manifest}`);
    return manifest;
  };
  const reader: ImageReader = {
    manifest: readManifest,
    platform: async ({ config }) => {
      const platform = parsePlatform(await blobs(config, LIMITS.manifestBytes));
      if (typeof platform === 'string') throw problems.invalid(`${config.digest} ${platform}`);
      return platform;
    },
    invalid: (message) => problems.invalid(message),
  };
  const manifest = await readManifest(root);
  const images = await findImages(manifest, root.digest, reader);
  const chosen = preferredImage(images);
  if (chosen === undefined) throw problems.invalid('is an index that names no image');
  const image = manifest.kind === 'image' ? manifest : await readManifest(chosen);
  if (image.kind !== 'image') throw problems.invalid(`${chosen.digest} is an index, not an image`);
  const files = await readLayers(image, blobs, problems);
  return { files, digest: root.digest, read: chosen.digest, platforms: platformsOf(images) };
}

/** The files of one image. */
export async function readLayers(
  image: ImageManifest,
  blobs: BlobStore,
  problems: ImageProblems,
): Promise<SourceFile[]> {
  checkLayers(image, problems);
  // Also of an image whose platform nobody had to look up.
  await blobs(image.config, LIMITS.manifestBytes);
  const budget = { bytes: LIMITS.totalBytes, entries: LIMITS.layerEntries };
  let tree: ImageTree = new Map();
  for (const descriptor of image.layers) {
    const blob = await blobs(descriptor, LIMITS.totalBytes);
    tree = applyLayer(tree, await readLayer(blob, budget, problems), problems);
    if (tree.size > LIMITS.files) throw problems.tooLarge(`has more than ${LIMITS.files} files`);
  }
  return imageFiles(tree, problems);
}

/**
 * Makes sure, before anything large is read, that an image has layers of files and not too many.
 * @throws {UserError}
 */
export function checkLayers(image: ImageManifest, problems: ImageProblems): void {
  const type = image.artifactType ?? image.layers.find(isNoLayer)?.mediaType;
  if (type !== undefined) {
    throw problems.unsupported(
      `is an artifact (${type}) and no container image`,
      'give the image of the bundle, whose layers hold manifests/ and metadata/',
    );
  }
  const bytes = image.layers.reduce((sum, { size }) => sum + size, 0);
  if (bytes > LIMITS.totalBytes) throw problems.tooLarge(`has layers of ${mebibytes(bytes)}`);
}

function isNoLayer({ mediaType }: Descriptor): boolean {
  return !LAYER.test(mediaType);
}
