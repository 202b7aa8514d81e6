import { divideImage } from './divided-image.ts';
import type { ImageSite } from './image-sites.ts';
import { isJsonObject } from '../manifest/json.ts';
import type { Json } from '../manifest/json.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** Puts at each site the image that `referenceOf` gives; objects without a site are returned as they are. */
export function replaceImages(
  objects: readonly KubernetesObject[],
  sites: readonly ImageSite[],
  referenceOf: (site: ImageSite) => string,
): KubernetesObject[] {
  const byObject = Map.groupBy(sites, ({ object }) => object);
  return objects.map((object) => {
    const own = byObject.get(object)?.filter((site) => referenceOf(site) !== site.ref) ?? [];
    if (own.length === 0) return object;
    const copy = structuredClone(object);
    for (const site of own) {
      for (const [path, value] of written(site, referenceOf(site))) setAt(copy, path, value);
    }
    return copy;
  });
}

/** The values that name an image at a site, and where they stand. */
function written(site: ImageSite, reference: string): [path: ImageSite['path'], value: string][] {
  const { path, prefix, divided } = site;
  if (divided === undefined) return [[path, `${prefix}${reference}`]];
  return Object.entries(divideImage(reference)).map(([name, value]) => [[...path, name], value]);
}

function setAt(root: Json, path: readonly (string | number)[], value: Json): void {
  const last = path.at(-1);
  let parent: Json | undefined = root;
  for (const step of path.slice(0, -1)) {
    if (Array.isArray(parent) && typeof step === 'number') parent = parent[step];
    else parent = isJsonObject(parent) ? parent[String(step)] : undefined;
  }
  if (Array.isArray(parent) && typeof last === 'number') parent[last] = value;
  else if (isJsonObject(parent) && last !== undefined) parent[String(last)] = value;
}
