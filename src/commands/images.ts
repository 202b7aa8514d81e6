import type { Architecture } from '../architectures.ts';
import { formatImages } from '../release/format-images.ts';
import type { ImageFormat } from '../release/image-formats.ts';
import { openRelease } from '../release/open-release.ts';

/**
 * Says which images a release needs, and why.
 * @throws {UserError} where `directory` holds no release
 */
export async function images(
  directory: string,
  format: ImageFormat,
  architecture: Architecture | undefined,
): Promise<string> {
  const lock = await openRelease(directory);
  return formatImages(lock, format, architecture);
}
