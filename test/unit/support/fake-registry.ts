import { sha256 } from '../../../src/digest.ts';
import { parseImageReference } from '../../../src/manifest/image-reference.ts';
import type { Architecture } from '../../../src/architectures.ts';
import type { ImageResolver } from '../../../src/registry/resolve-image.ts';

/** What a reference is pinned to: for all architectures, or on one. */
export function pinnedReference(reference: string, architecture?: Architecture): string {
  const repository = parseImageReference(reference)?.repository ?? '';
  return `${repository}@${digestOf(reference, architecture)}`;
}

/** A registry that has every image, one for each architecture, with digests made of the reference. */
export const resolveEverything: ImageResolver = async (references) =>
  new Map(
    references.map((reference) => [
      reference,
      {
        digest: digestOf(reference),
        platforms: {
          x86_64: digestOf(reference, 'x86_64'),
          aarch64: digestOf(reference, 'aarch64'),
        },
        bytes: { x86_64: 1000, aarch64: 2000 },
      },
    ]),
  );

function digestOf(reference: string, architecture?: Architecture): string {
  return sha256(`${reference} ${architecture ?? 'all'}`);
}
