import type { Architecture } from '../../architectures.ts';
import { embeddedImages } from '../embedded-images.ts';
import type { Lock } from '../lock.ts';

/** The references that an offline device has to carry, one a line. */
export function formatList({ images }: Lock, architecture: Architecture | undefined): string {
  return embeddedImages(images, architecture)
    .map(({ reference }) => `${reference}\n`)
    .join('');
}
