import type { Architecture } from '../architectures.ts';
import { counted } from '../counted.ts';
import type { Lock, LockedImage } from './lock.ts';
import { compareText } from '../manifest/object.ts';
import { printable } from '../terminal.ts';
import type { ImageFormat } from './image-formats.ts';

/**
 * The images of a release: as a `list` the references that an offline device has to carry, one a line;
 * as a `table` also those that it need not, with the reason for each, and the total.
 * @param architecture whose own images are meant; without one, what fits both
 */
export function formatImages(
  images: Lock['images'],
  format: ImageFormat,
  architecture: Architecture | undefined,
): string {
  const entries = Object.entries(images);
  const embedded = entries.filter(([, image]) => image.embedded);
  const others = entries.filter(([, image]) => !image.embedded);
  const reference = (image: LockedImage): string => imageOf(image, architecture);
  if (format === 'list') {
    const references = new Set(embedded.map(([, image]) => reference(image)));
    return lines([...references].toSorted(compareText));
  }
  return lines([
    `${counted(embedded.length, 'image')} to embed${totalSize(embedded, architecture)}:`,
    ...embedded.flatMap((entry) => explain(entry, reference)),
    ...(others.length === 0 ? [] : ['', `${others.length} more not to embed:`]),
    ...others.flatMap((entry) => explain(entry, reference)),
  ]);
}

/** The reference to embed for an architecture. */
export function imageOf(image: LockedImage, architecture: Architecture | undefined): string {
  return (architecture && image.platforms[architecture]) ?? image.reference;
}

function explain(
  [key, image]: [string, LockedImage],
  reference: (image: LockedImage) => string,
): string[] {
  return [`  ${key}`, `    ${reference(image)}`, `    ${image.because}`];
}

function totalSize(
  images: readonly [string, LockedImage][],
  architecture: Architecture | undefined,
): string {
  // One image may have several names.
  const sizes = new Map(
    images.map(([, image]) => [
      imageOf(image, architecture),
      architecture === undefined
        ? Math.max(image.bytes.x86_64 ?? NaN, image.bytes.aarch64 ?? NaN)
        : (image.bytes[architecture] ?? NaN),
    ]),
  );
  const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  return Number.isNaN(total) ? '' : `, ${(total / 2 ** 20).toFixed(1)} MiB compressed`;
}

/** Names and reasons come from upstream, and stay on their lines. */
function lines(all: readonly string[]): string {
  return all.map((line) => `${printable(line.replaceAll(/\s/g, ' '))}\n`).join('');
}
