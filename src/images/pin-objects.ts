import { ARCHITECTURES } from '../architectures.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Variant } from '../tree/format-tree.ts';
import type { PinnedImage } from './pin-images.ts';
import { replaceImages } from './replace-images.ts';

/**
 * The objects with their images pinned, and what becomes of each on an architecture that has images of
 * its own.
 */
export function pinObjects(
  objects: readonly KubernetesObject[],
  images: readonly PinnedImage[],
): { objects: KubernetesObject[]; variants: Map<string, Variant> } {
  const sites = images.flatMap(({ sites: own }) => own);
  const byKey = new Map(images.map((image) => [image.key, image]));
  const pinned = replaceImages(objects, sites, ({ key, ref }) => byKey.get(key)?.reference ?? ref);
  const variants = ARCHITECTURES.map((architecture): [string, Variant] => {
    const own = replaceImages(objects, sites, ({ key, ref }) => {
      const image = byKey.get(key);
      return image?.platforms[architecture] ?? image?.reference ?? ref;
    });
    const byPinned = new Map(pinned.map((object, index) => [object, own[index] ?? object]));
    return [architecture, (object) => byPinned.get(object) ?? object];
  });
  return { objects: pinned, variants: new Map(variants) };
}
