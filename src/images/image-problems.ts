import type { Place, Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { parseImageReference } from '../manifest/image-reference.ts';
import { objectId } from '../manifest/object.ts';
import { shellWord } from '../shell-word.ts';
import type { ImageSite } from './image-sites.ts';

/**
 * What is no image reference, a `${…}` that upstream's build left among it: at the sites, and in the
 * bundle's own list where no site has the same.
 */
export function imageProblems(
  sites: readonly ImageSite[],
  related: readonly { name: string; image: string }[],
): Problem[] {
  const used = new Set(sites.map(({ ref }) => ref));
  return [
    ...sites.flatMap(({ key, ref, object, field }) =>
      referenceProblems(key, ref, { object: displayObject(objectId(object)), field }),
    ),
    ...related.flatMap(({ name, image }) =>
      used.has(image) ? [] : referenceProblems(name, image, { field: `relatedImages: ${name}` }),
    ),
  ];
}

function referenceProblems(key: string, ref: string, at: Place): Problem[] {
  if (parseImageReference(ref) !== undefined) return [];
  const unresolved = ref.includes('${');
  return [
    {
      code: unresolved ? 'image-unresolved' : 'image-invalid',
      message: unresolved
        ? `the image ${ref} is a placeholder that upstream did not fill in`
        : `${JSON.stringify(ref)} is no image reference`,
      hint: `name the image with --image ${shellWord(key)}=REFERENCE`,
      at,
    },
  ];
}
