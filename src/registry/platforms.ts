import type { Architecture } from '../architectures.ts';
import { isIndex } from './image-manifest.ts';
import type { Descriptor, ImageManifest, Manifest, Platform } from './image-manifest.ts';

/** Digests of images by the architecture that they are for, as RPM names it. */
export type Platforms = Partial<Record<Architecture, string>>;

/** One image below an index, or the only one. */
export type PlatformImage = Platform & { digest: string };

const RPM_NAMES: Record<string, Architecture> = { amd64: 'x86_64', arm64: 'aarch64' };

// Indexes within indexes are allowed by OCI and hardly ever made.
const MAX_DEPTH = 4;
const MAX_MANIFESTS = 64;

/** How the images below an index are read; whatever these throw ends the search. */
export type ImageReader = {
  /** The manifest of this digest. */
  manifest(descriptor: Descriptor): Promise<Manifest>;
  /** The platform in the configuration of the image of this digest. */
  platform(manifest: ImageManifest, digest: string): Promise<Platform>;
  /** Makes the error for an image that cannot be right; the text stands after its name. */
  invalid(message: string): Error;
};

/**
 * Every image that a manifest stands for, in its order: itself, or those that an index names, nested
 * ones too. Other things that an index may name (signatures, attestations) are left out.
 */
export async function findImages(
  root: Manifest,
  digest: string,
  reader: ImageReader,
): Promise<PlatformImage[]> {
  let read = 0;
  const below = async (
    manifest: Manifest,
    own: string,
    depth: number,
  ): Promise<PlatformImage[]> => {
    if (manifest.kind === 'image') {
      if (manifest.artifactType !== undefined) {
        throw reader.invalid(`is no container image but an artifact (${manifest.artifactType})`);
      }
      return [{ ...(await reader.platform(manifest, own)), digest: own }];
    }
    if (depth > MAX_DEPTH) throw reader.invalid(`nests indexes more than ${MAX_DEPTH} deep`);
    const found: PlatformImage[] = [];
    for (const entry of manifest.manifests) {
      if (isArtifact(entry)) continue;
      if (entry.platform !== undefined && !isIndex(entry)) {
        found.push({ ...entry.platform, digest: entry.digest });
        continue;
      }
      read += 1;
      if (read > MAX_MANIFESTS) throw reader.invalid(`names more than ${MAX_MANIFESTS} manifests`);
      const child = await reader.manifest(entry);
      if (child.kind === 'image' && child.artifactType !== undefined) continue;
      found.push(...(await below(child, entry.digest, depth + 1)));
    }
    return found;
  };
  return below(root, digest, 1);
}

/** The images for the architectures that MicroShift is built for: the first of each. */
export function platformsOf(images: readonly PlatformImage[]): Platforms {
  const platforms: Platforms = {};
  for (const { os, architecture, digest } of images) {
    const name = os === 'linux' ? RPM_NAMES[architecture] : undefined;
    if (name !== undefined) platforms[name] ??= digest;
  }
  return platforms;
}

/** The image to read where any will do: linux/amd64, else linux/arm64, else the first. */
export function preferredImage(images: readonly PlatformImage[]): PlatformImage | undefined {
  const { x86_64, aarch64 } = platformsOf(images);
  const preferred = x86_64 ?? aarch64;
  return images.find(({ digest }) => digest === preferred) ?? images[0];
}

function isArtifact({ artifactType, platform, annotations }: Descriptor): boolean {
  // BuildKit puts attestations under a platform that does not exist.
  const isAttestation = annotations?.['vnd.docker.reference.type'] !== undefined;
  return artifactType !== undefined || isAttestation || platform?.os === 'unknown';
}
