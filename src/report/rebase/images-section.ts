import { counted } from '../../counted.ts';
import { ARCHITECTURES } from '../../architectures.ts';
import type { Lock, LockedImage } from '../../release/lock.ts';
import { imageOf } from '../../release/embedded-images.ts';
import { code, list, section, table, words } from '../markdown.ts';

/** The images that a device needs with their reasons, and what changed among them. */
export function imagesSection(
  images: Lock['images'],
  before: Lock['images'] | undefined,
): string[] {
  const embedded = Object.entries(images).filter(([, image]) => image.embedded);
  const others = Object.keys(images).length - embedded.length;
  return section(
    `Images to embed (${embedded.length})`,
    embedded.length === 0
      ? ''
      : table(
          ['image', 'reference', 'because'],
          embedded.map(([key, image]) => [code(key), references(image), words(image.because)]),
        ),
    others === 0
      ? ''
      : `${counted(others, 'more image')} that nothing on a device asks for: ${code('microshift-optional images DIR')} lists them.`,
    before === undefined ? '' : list(changes(images, before)),
  );
}

function references(image: LockedImage): string {
  const own = ARCHITECTURES.map((architecture) => imageOf(image, architecture));
  const [first, second] = own;
  if (first === second) return code(first ?? '');
  return ARCHITECTURES.map(
    (architecture, index) => `${architecture} ${code(own[index] ?? '')}`,
  ).join(', ');
}

/** Only what has to be embedded differently; the digests themselves stand in the table. */
function changes(images: Lock['images'], before: Lock['images']): string[] {
  const embedded = (all: Lock['images']): Set<string> =>
    new Set(
      Object.values(all)
        .filter((image) => image.embedded)
        .map(({ reference }) => reference),
    );
  const [old, now] = [embedded(before), embedded(images)];
  const gone = [...old].filter((reference) => !now.has(reference));
  return gone.map((reference) => `no longer: ${code(reference)}`);
}
