import type { Architecture } from '../architectures.ts';
import { sha256 } from '../digest.ts';
import { compareText } from '../manifest/object.ts';
import { parseRegistryReference, transportName } from '../registry/registry-reference.ts';
import type { Lock, LockedImage } from './lock.ts';

/**
 * Where MicroShift looks for the images that came with an OS image: its packaging/imagemode puts them
 * there, and copies those of the list into the device's container storage when it starts.
 */
export const IMAGE_STORE = '/usr/lib/containers/storage';
/** The file in {@link IMAGE_STORE} that names its images: a line `REFERENCE,DIRECTORY` each. */
export const IMAGE_LIST = 'image-list.txt';

/** An image that an offline device has to carry. */
export type EmbeddedImage = {
  /** As the device's tree names it. */
  reference: string;
  /** As skopeo names it: where a reference has both a tag and a digest, the digest counts. */
  source: string;
  /** Its directory in {@link IMAGE_STORE}. */
  directory: string;
  /** Its keys in the lock; one image may have several. */
  keys: string[];
};

/** The reference to embed for an architecture; without one, what fits both. */
export function imageOf(image: LockedImage, architecture: Architecture | undefined): string {
  return (architecture && image.platforms[architecture]) ?? image.reference;
}

/** The images to embed, each once, sorted by reference. */
export function embeddedImages(
  images: Lock['images'],
  architecture: Architecture | undefined,
): EmbeddedImage[] {
  const embedded = Object.entries(images).filter(([, image]) => image.embedded);
  const byReference = Map.groupBy(embedded, ([, image]) => imageOf(image, architecture));
  return [...byReference]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([reference, entries]) => ({
      reference,
      source: sourceOf(reference),
      directory: directoryOf(reference),
      keys: entries.map(([key]) => key),
    }));
}

/** The name of an image's directory in {@link IMAGE_STORE}: of the reference as `echo` writes it. */
export function directoryOf(reference: string): string {
  return sha256(`${reference}\n`).slice('sha256:'.length);
}

function sourceOf(reference: string): string {
  const parsed = parseRegistryReference(reference);
  // The lock's parser lets nothing else through, and what is below goes into scripts.
  if (parsed === undefined) throw new Error(`${JSON.stringify(reference)} is no image reference`);
  return transportName(parsed);
}
