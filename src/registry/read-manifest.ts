import { sha256 } from '../digest.ts';
import { parseManifest, parsePlatform } from './image-manifest.ts';
import type { Descriptor, ImageManifest, Manifest, Platform } from './image-manifest.ts';
import { findImages } from './platforms.ts';
import type { ImageReader, PlatformImage } from './platforms.ts';
import { RegistryError } from './registry-failure.ts';
import { transportName } from './registry-reference.ts';
import type { RegistryReference } from './registry-reference.ts';
import { runSkopeo } from './skopeo.ts';
import type { RegistryOptions } from './skopeo.ts';

/** What a reference stands for at its registry now. */
export type RegistryImage = {
  /** Of what the reference names: an index, or the manifest of the only image. */
  digest: string;
  manifest: Manifest;
  /** In the order of the index. */
  images: PlatformImage[];
};

/**
 * Asks a registry what a reference stands for. Everything below it is asked for by digest, so that an
 * image that is pushed meanwhile does not mix with this one.
 * @throws {RegistryError}
 */
export async function readRegistryImage(
  reference: RegistryReference,
  options: RegistryOptions,
): Promise<RegistryImage> {
  const { digest, manifest } = await readManifest(reference, options);
  const images = await findImages(manifest, digest, readerOf(reference, options));
  if (images.length === 0) throw invalid(reference, digest, 'names no image');
  return { digest, manifest, images };
}

/**
 * Asks a registry what a reference to an artifact stands for, which is of no platform.
 * @throws {RegistryError} also for an index
 */
export async function readRegistryArtifact(
  reference: RegistryReference,
  options: RegistryOptions,
): Promise<RegistryImage> {
  const { digest, manifest } = await readManifest(reference, options);
  if (manifest.kind !== 'image') throw invalid(reference, digest, 'is an index, not an artifact');
  return { digest, manifest, images: [{ os: '', architecture: '', digest }] };
}

/** The manifest, or index, that a reference names. */
async function readManifest(
  reference: RegistryReference,
  options: RegistryOptions,
): Promise<{ digest: string; manifest: Manifest }> {
  const bytes = await inspect(reference, reference.digest, options);
  const digest = reference.digest ?? sha256(bytes);
  const manifest = parse(reference, digest, bytes, '');
  return { digest, manifest };
}

/** The manifest of one image of a repository. @throws {RegistryError} */
export async function readImageManifest(
  reference: RegistryReference,
  digest: string,
  options: RegistryOptions,
): Promise<ImageManifest> {
  const manifest = parse(reference, digest, await inspect(reference, digest, options), '');
  if (manifest.kind !== 'image')
    throw invalid(reference, digest, 'is an index, but stands for one image');
  return manifest;
}

function readerOf(reference: RegistryReference, options: RegistryOptions): ImageReader {
  return {
    manifest: async ({ digest, mediaType }: Descriptor) =>
      parse(reference, digest, await inspect(reference, digest, options), mediaType),
    platform: async ({ config }: ImageManifest, digest: string) => {
      const bytes = await inspect(reference, digest, options, config.digest);
      const platform: Platform | string = parsePlatform(bytes);
      if (typeof platform === 'string') throw invalid(reference, config.digest, platform);
      return platform;
    },
    invalid: (message) => invalid(reference, reference.digest, message),
  };
}

/** @param config reads the image's configuration, which has this digest, instead of its manifest */
async function inspect(
  reference: RegistryReference,
  digest: string | undefined,
  options: RegistryOptions,
  config?: string,
): Promise<Buffer> {
  const what = config === undefined ? ['--raw'] : ['--raw', '--config'];
  const args = [...what, transportName(reference, digest)];
  const bytes = await runSkopeo({ host: reference.host, command: 'inspect', args }, options);
  const expected = config ?? digest;
  if (expected !== undefined && sha256(bytes) !== expected) {
    throw invalid(reference, expected, `has another content, of the digest ${sha256(bytes)}`);
  }
  return bytes;
}

function parse(
  reference: RegistryReference,
  digest: string,
  bytes: Buffer,
  mediaType: string,
): Manifest {
  const manifest = parseManifest(bytes, mediaType);
  if (typeof manifest === 'string') throw invalid(reference, digest, manifest);
  return manifest;
}

function invalid(
  { repository }: RegistryReference,
  digest: string | undefined,
  message: string,
): RegistryError {
  return new RegistryError({
    failure: 'invalid',
    message: `${repository}${digest === undefined ? '' : `@${digest}`} ${message}`,
    hint: 'push the image again, or name another one',
  });
}
