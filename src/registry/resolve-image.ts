import pLimit from 'p-limit';
import { ARCHITECTURES } from '../architectures.ts';
import type { Architecture } from '../architectures.ts';
import type { ImageManifest } from './image-manifest.ts';
import { platformsOf } from './platforms.ts';
import type { Platforms } from './platforms.ts';
import { readImageManifest, readRegistryImage } from './read-manifest.ts';
import { RegistryError } from './registry-failure.ts';
import type { RegistryFailure } from './registry-failure.ts';
import { parseRegistryReference } from './registry-reference.ts';
import type { RegistryOptions } from './skopeo.ts';
import { withoutCredentials } from './without-credentials.ts';

/** What an image reference stands for at its registry. */
export type ResolvedImage = {
  /** Of what the reference names: the index, or the manifest of the only image. */
  digest: string;
  /** The manifests of linux images; an architecture that the image is not made for is missing. */
  platforms: Platforms;
  /** What a device of each architecture fetches, compressed: configuration and layers. */
  bytes: Partial<Record<Architecture, number>>;
};

/** Why a reference could not be resolved, without credentials. */
export type ResolutionFailure = RegistryFailure;

/**
 * Resolves references, each once; every one of them is a key of the answer. Rejects only for bugs and
 * when it is aborted.
 */
export type ImageResolver = (
  references: readonly string[],
) => Promise<Map<string, ResolvedImage | ResolutionFailure>>;

export type ResolveOptions = RegistryOptions & {
  /** How many references are asked for at once. */
  concurrency?: number;
};

const CONCURRENCY = 6;

/**
 * Resolves references at their registries, each once: an {@link ImageResolver}. A registry that does not
 * answer is not asked again.
 * @param resolve asks for one; for tests
 */
export async function resolveImages(
  references: readonly string[],
  { concurrency = CONCURRENCY, ...options }: ResolveOptions = {},
  resolve: typeof resolveImage = resolveImage,
): Promise<Map<string, ResolvedImage | ResolutionFailure>> {
  const limit = pLimit(concurrency);
  const found = new Map<string, ResolvedImage | ResolutionFailure>();
  const resolveAll = async (ofHost: readonly string[]): Promise<void> => {
    let down: ResolutionFailure | undefined;
    const resolveOne = (reference: string): Promise<void> =>
      limit(async () => {
        const resolution = down ?? (await resolve(reference, options));
        if (isDown(resolution)) down = resolution;
        found.set(reference, resolution);
      });
    // One alone first: the others need not wait for a registry that is not there.
    await Promise.all(ofHost.slice(0, 1).map(resolveOne));
    await Promise.all(ofHost.slice(1).map(resolveOne));
  };
  const unique = [...new Set(references)];
  const byHost = Map.groupBy(unique, (each) => parseRegistryReference(each)?.host ?? '');
  await Promise.all([...byHost.values()].map(resolveAll));
  // In the order of the references, whichever was answered first.
  return new Map(
    unique.flatMap((reference) => {
      const resolution = found.get(reference);
      return resolution === undefined ? [] : [[reference, resolution]];
    }),
  );
}

function isDown(resolution: ResolvedImage | ResolutionFailure): resolution is ResolutionFailure {
  if (!('failure' in resolution)) return false;
  return resolution.failure === 'unreachable' || resolution.failure === 'no-skopeo';
}

/** Resolves an image reference at its registry, through skopeo. */
export async function resolveImage(
  reference: string,
  options: RegistryOptions = {},
): Promise<ResolvedImage | ResolutionFailure> {
  const parsed = parseRegistryReference(reference);
  if (parsed === undefined) return notAReference(reference);
  try {
    const { digest, manifest, images } = await readRegistryImage(parsed, options);
    const platforms = platformsOf(images);
    const bytes: ResolvedImage['bytes'] = {};
    for (const architecture of ARCHITECTURES) {
      const child = platforms[architecture];
      if (child === undefined) continue;
      bytes[architecture] = imageBytes(
        manifest.kind === 'image' ? manifest : await readImageManifest(parsed, child, options),
      );
    }
    return { digest, platforms, bytes };
  } catch (error) {
    if (error instanceof RegistryError) return error.failure;
    throw error;
  }
}

/** What is fetched for one image, in bytes, as its manifest says. */
export function imageBytes({ config, layers }: ImageManifest): number {
  return layers.reduce((sum, { size }) => sum + size, config.size);
}

function notAReference(reference: string): ResolutionFailure {
  return {
    failure: 'invalid',
    message: `${JSON.stringify(withoutCredentials(reference).slice(0, 200))} is no image reference`,
    hint: 'write it as HOST/NAME:TAG or HOST/NAME@sha256:DIGEST',
  };
}
