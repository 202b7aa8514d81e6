import type { Problem } from '../errors.ts';
import { isCrd } from '../manifest/crd.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import { compareText } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { imageSites, podTemplates } from './image-sites.ts';

/** References by key. */
export type ImageOverrides = ReadonlyMap<string, string>;

/**
 * Puts the image of each override wherever the image of that key stood: a container's image is often
 * repeated in variables and annotations.
 * @param related the bundle's relatedImages, whose names are keys as well
 */
export function overrideImages(
  objects: readonly KubernetesObject[],
  overrides: ImageOverrides,
  related: readonly { name: string; image: string }[],
): { objects: KubernetesObject[]; problems: Problem[] } {
  const keys = [
    ...imageSites(objects).map(({ key, ref }) => ({ key, ref })),
    ...related.map(({ name, image }) => ({ key: name, ref: image })),
  ];
  const replacements = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [key, ref] of overrides) {
    const originals = keys.filter((each) => each.key === key);
    for (const original of originals) {
      // An empty one stands for nothing: elsewhere "" has its own meaning, as in apiGroups.
      if (original.ref === '') continue;
      const other = replacements.get(original.ref);
      if (other !== undefined && other !== ref) {
        problems.push({
          code: 'image-conflict',
          message: `--image ${key}: ${original.ref} is to be ${ref}, and ${other} by another --image`,
          hint: 'both keys stand for the same image: give one of them',
        });
      }
      replacements.set(original.ref, ref);
    }
    if (originals.length === 0) {
      problems.push({
        code: 'image-unknown',
        message: `--image ${key}: no image is called so`,
        hint: `the images are: ${listKeys(keys.map((each) => each.key))}`,
      });
    }
  }
  const replace = (value: Json): Json => {
    if (typeof value === 'string') return replacements.get(value) ?? value;
    if (Array.isArray(value)) return value.map(replace);
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
  };
  return {
    objects:
      overrides.size === 0
        ? [...objects]
        : objects.map((object) =>
            isCrd(object) ? object : fillIn(replace(object) as KubernetesObject, overrides),
          ),
    problems,
  };
}

/** Gives the containers that have no image the one that is meant for them. */
function fillIn(object: KubernetesObject, overrides: ImageOverrides): KubernetesObject {
  const filled = structuredClone(object);
  const containers = podTemplates(filled).flatMap(({ template }) =>
    ['initContainers', 'containers'].flatMap((list) => valueAt(template, ['spec', list]) ?? []),
  );
  for (const container of containers.filter(isJsonObject)) {
    const ref = typeof container.name === 'string' ? overrides.get(container.name) : undefined;
    if (ref !== undefined && !container.image) container.image = ref;
  }
  return filled;
}

// A bundle can name dozens of images in annotations.
const KEYS_SHOWN = 8;

/** Keys for people: those of containers, which are short, first. */
function listKeys(keys: readonly string[]): string {
  const unique = [...new Set(keys)].toSorted((a, b) => a.length - b.length || compareText(a, b));
  const more = unique.length - KEYS_SHOWN;
  return `${unique.slice(0, KEYS_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
