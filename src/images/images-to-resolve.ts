import { parseImageReference } from '../manifest/image-reference.ts';
import type { ListedImage } from './list-images.ts';

/**
 * The references to ask registries for. Those that a person named are, since that person knows them to
 * be there. The others are when a source came from a registry: without one, nobody said that any can be
 * reached from here, and a rebase from files needs no network.
 * @param named references given by hand
 */
export function imagesToResolve(
  images: readonly ListedImage[],
  named: Iterable<string>,
  fromRegistry: boolean,
): string[] {
  const given = new Set(named);
  const wanted = images.filter(({ ref, sites, embedded }) => {
    if (given.has(ref)) return true;
    if (!fromRegistry || sites.length === 0) return false;
    return embedded || parseImageReference(ref)?.digest === undefined;
  });
  return [...new Set(wanted.map(({ ref }) => ref))];
}
