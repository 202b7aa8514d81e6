import { throwIfAny } from '../errors.ts';
import { parseImageReference } from '../manifest/image-reference.ts';
import type { ImageOverrides } from './override-images.ts';

/**
 * Checks the images of `--image KEY=REF`.
 * @throws {UserError} `image-invalid`, each REF that is no image reference
 */
export function parseOverrides(images: ReadonlyMap<string, string>): ImageOverrides {
  const problems = [...images]
    .filter(([, ref]) => parseImageReference(ref) === undefined)
    .map(([key, ref]) => ({
      code: 'image-invalid',
      message: `--image ${key}: ${JSON.stringify(ref)} is no image reference`,
      hint: 'write it as registry.example/organisation/name:tag or …@sha256:…',
    }));
  throwIfAny(problems);
  return images;
}
