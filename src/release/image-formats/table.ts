import type { Architecture } from '../../architectures.ts';
import { counted } from '../../counted.ts';
import { printable } from '../../terminal.ts';
import { imageOf } from '../embedded-images.ts';
import type { Lock, LockedImage } from '../lock.ts';

/**
 * The images of a release that an offline device has to carry, and those that it need not, with the reason
 * for each, and the total.
 * @param architecture whose own images are meant; without one, what fits both
 */
export function formatTable({ images }: Lock, architecture: Architecture | undefined): string {
  const entries = Object.entries(images);
  const embedded = entries.filter(([, image]) => image.embedded);
  const others = entries.filter(([, image]) => !image.embedded);
  const reference = (image: LockedImage): string => imageOf(image, architecture);
  return lines([
    `${counted(embedded.length, 'image')} to embed${totalSize(embedded, architecture)}:`,
    ...embedded.flatMap((entry) => explain(entry, reference)),
    ...(others.length === 0 ? [] : ['', `${others.length} more not to embed:`]),
    ...others.flatMap((entry) => explain(entry, reference)),
  ]);
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
