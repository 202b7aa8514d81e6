import path from 'node:path';
import type { Architecture } from '../architectures.ts';
import type { Problem } from '../errors.ts';
import { isIndex } from '../registry/image-manifest.ts';
import type { Manifest } from '../registry/image-manifest.ts';
import { platformsOf } from '../registry/platforms.ts';
import type { PlatformImage } from '../registry/platforms.ts';
import { readImageManifest, readRegistryImage } from '../registry/read-manifest.ts';
import type { RegistryImage } from '../registry/read-manifest.ts';
import { RegistryError } from '../registry/registry-failure.ts';
import { parseRegistryReference } from '../registry/registry-reference.ts';
import type { RegistryReference } from '../registry/registry-reference.ts';
import { imageBytes } from '../registry/resolve-image.ts';
import type { RegistryOptions } from '../registry/skopeo.ts';
import type { EmbeddedImage } from '../release/embedded-images.ts';
import { checkCopy } from './check-copy.ts';
import type { CopyState } from './check-copy.ts';
import { nestedIndex, platformMissing, registryProblem } from './embed-problems.ts';

/** What has to be done for an image. */
export type Found =
  | { image: EmbeddedImage; todo: 'nothing' }
  | {
      image: EmbeddedImage;
      todo: 'fetch';
      reference: RegistryReference;
      registry: RegistryImage;
      /** Of everything that is copied. */
      bytes: number;
      /** What lies in its place. */
      there: Exclude<CopyState, { state: 'whole' }>;
    }
  | { image: EmbeddedImage; todo: 'refuse'; problem: Problem };

/**
 * Looks at what is in an image's place, and at its registry where that does not do. What a digest names can
 * be judged without a registry; what a tag stands for now, its registry alone knows.
 * @param store the directory of all images
 */
export async function findImage(
  image: EmbeddedImage,
  store: string,
  architecture: Architecture,
  options: RegistryOptions,
): Promise<Found> {
  const reference = parseRegistryReference(image.reference);
  // The lock's parser lets nothing else through.
  if (reference === undefined) throw new Error(`${image.reference} is no image reference`);
  const place = path.join(store, image.directory);
  const refuse = (problem: Problem): Found => ({ image, todo: 'refuse', problem });
  const isFor = (images: readonly PlatformImage[]): boolean =>
    platformsOf(images)[architecture] !== undefined;
  const isNotFor = (images: readonly PlatformImage[]): Problem =>
    platformMissing(image, architecture, images.map(platformName));
  try {
    const here =
      reference.digest === undefined ? undefined : await checkCopy(place, reference.digest);
    if (here?.state === 'whole') {
      return isFor(here.images) ? { image, todo: 'nothing' } : refuse(isNotFor(here.images));
    }
    const registry = await readRegistryImage(reference, options);
    if (isNested(registry.manifest)) return refuse(nestedIndex(image));
    if (!isFor(registry.images)) return refuse(isNotFor(registry.images));
    const there = here ?? (await checkCopy(place, registry.digest));
    if (there.state === 'whole') return { image, todo: 'nothing' };
    const bytes = await bytesOf(reference, registry.manifest, options);
    return { image, todo: 'fetch', reference, registry, bytes, there };
  } catch (error) {
    if (error instanceof RegistryError) return refuse(registryProblem(image, error.failure));
    throw error;
  }
}

function isNested(manifest: Manifest): boolean {
  return manifest.kind === 'index' && manifest.manifests.some(isIndex);
}

/** The bytes of an image, or of all that an index names, as their manifests announce them. */
async function bytesOf(
  reference: RegistryReference,
  manifest: Manifest,
  options: RegistryOptions,
): Promise<number> {
  if (manifest.kind === 'image') return imageBytes(manifest);
  let bytes = 0;
  for (const { digest, size } of manifest.manifests) {
    bytes += size + imageBytes(await readImageManifest(reference, digest, options));
  }
  return bytes;
}

function platformName({ os, architecture }: PlatformImage): string {
  return `${os}/${architecture}`;
}
