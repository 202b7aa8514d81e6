import { embedImages } from '../embed/embed-images.ts';
import type { EmbedOptions } from '../embed/embed-images.ts';
import { openRelease } from '../release/open-release.ts';

/**
 * Copies the images of a release into the directory `to`, for a device that has no network; returns a line
 * for each: the reference that the device's tree names, and the name of its directory.
 * @throws {UserError} where `directory` holds no release, and those of {@link embedImages}
 */
export async function embed(directory: string, to: string, options: EmbedOptions): Promise<string> {
  const lock = await openRelease(directory);
  const images = await embedImages(lock.images, to, options);
  return images.map(({ reference, directory: name }) => `${reference} ${name}\n`).join('');
}
