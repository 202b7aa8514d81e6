import type { Problem } from '../errors.ts';
import { isCrd } from '../manifest/crd.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { replaceImages } from './replace-images.ts';
import { imageSites } from './image-sites.ts';

/** An image of the list that a bundle relates to. */
export type RelatedImage = { name: string; image: string };

/** References by key. */
export type ImageOverrides = ReadonlyMap<string, string>;

/** A problem of one override: its key, and the index of the layer that it stands in. */
export type OverrideProblem = Omit<Problem, 'at'> & { layer: number; key: string };

/**
 * Puts the image of each override wherever the image of that key stood: a container's image is often
 * repeated in variables and annotations.
 * @param layers the first one goes before the others, for each key and for each image
 * @param related the bundle's relatedImages, whose names are keys as well
 */
export function overrideImages(
  objects: readonly KubernetesObject[],
  layers: readonly ImageOverrides[],
  related: readonly RelatedImage[],
): { objects: KubernetesObject[]; related: RelatedImage[]; problems: OverrideProblem[] } {
  const sites = imageSites(
    objects,
    related.map(({ image }) => image),
  );
  const keys = [
    ...sites.map(({ key, ref }) => ({ key, ref })),
    ...related.map(({ name, image }) => ({ key: name, ref: image })),
  ];
  const overrides = new Map<string, string>();
  const replacements = new Map<string, { ref: string; layer: number }>();
  const problems: OverrideProblem[] = [];
  layers.forEach((given, layer) => {
    for (const [key, ref] of given) {
      if (overrides.has(key)) continue;
      overrides.set(key, ref);
      const originals = keys.filter((each) => each.key === key);
      for (const original of originals) {
        // An empty one stands for nothing: elsewhere "" has its own meaning, as in apiGroups.
        if (original.ref === '') continue;
        const other = replacements.get(original.ref);
        if (other !== undefined && other.layer < layer) continue;
        if (other !== undefined && other.ref !== ref) {
          problems.push({
            code: 'image-conflict',
            message: `${original.ref} is to be ${ref}, and ${other.ref} by another key`,
            hint: 'both keys stand for the same image: give one of them',
            layer,
            key,
          });
        }
        replacements.set(original.ref, { ref, layer });
      }
      if (originals.length === 0) {
        problems.push({
          code: 'image-unknown',
          message: 'no image is called so',
          hint: `the images are: ${listKeys(keys.map((each) => each.key))}`,
          layer,
          key,
        });
      }
    }
  });
  if (overrides.size === 0) return { objects: [...objects], related: [...related], problems };
  const replacementOf = (ref: string): string => replacements.get(ref)?.ref ?? ref;
  const replaced = new Map(
    objects.map((object) => [object, isCrd(object) ? object : replaceTexts(object, replacementOf)]),
  );
  // What no equal text shows: a reference behind the name of its argument, and one that is left out.
  const hidden = sites
    .filter(({ ref, prefix }) => ref === '' || prefix !== '')
    .map((site) => ({ ...site, object: replaced.get(site.object) ?? site.object }));
  return {
    objects: replaceImages([...replaced.values()], hidden, ({ key, ref }) =>
      ref === '' ? (overrides.get(key) ?? '') : replacementOf(ref),
    ),
    related: related.map(({ name, image }) => ({ name, image: replacementOf(image) })),
    problems,
  };
}

function replaceTexts(object: KubernetesObject, replacementOf: (text: string) => string) {
  const replace = (value: Json): Json => {
    if (typeof value === 'string') return replacementOf(value);
    if (Array.isArray(value)) return value.map(replace);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return replace(object) as KubernetesObject;
}

// A bundle can name dozens of images in annotations.
const KEYS_SHOWN = 8;

/** Keys for people: those of containers, which are short, first. */
function listKeys(keys: readonly string[]): string {
  const unique = [...new Set(keys)].toSorted((a, b) => a.length - b.length || compareText(a, b));
  const more = unique.length - KEYS_SHOWN;
  return `${unique.slice(0, KEYS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
