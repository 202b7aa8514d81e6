import { imageSites } from '../images/image-sites.ts';
import { parseImageReference } from '../manifest/image-reference.ts';
import { compareText } from '../manifest/object.ts';
import type { Inspected, Suggestion } from './suggestion.ts';

/** Images whose content may change under their name, and those that upstream's build did not fill in. */
export function images({ objects }: Inspected): Suggestion[] {
  const byKey = new Map(
    imageSites(objects)
      .filter(({ ref }) => !ref.includes('@'))
      .map(({ key, ref }) => [key, ref]),
  );
  const sorted = [...byKey].toSorted(([a], [b]) => compareText(a, b));
  const tagged = sorted.filter(([, ref]) => parseImageReference(ref) !== undefined);
  const open = sorted.filter(([, ref]) => ref.includes('${'));
  return [
    ...open.map(([key, ref]): Suggestion => ({
      section: 'note',
      because: `The image ${key} is left open (${ref}): give --image ${key}=REFERENCE to rebase, or its reference under images.`,
    })),
    ...(tagged.length === 0
      ? []
      : [
          {
            section: 'images' as const,
            because:
              'These have no digest. rebase asks their registries for them if the source comes from one, too; else give them here: REPOSITORY@sha256:…',
            images: Object.fromEntries(tagged),
          },
        ]),
  ];
}
