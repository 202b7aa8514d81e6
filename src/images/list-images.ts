import type { ImageSite } from './image-sites.ts';
import { finding } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { displayObject } from '../manifest/display.ts';
import { compareText, objectId } from '../manifest/object.ts';
import { annotatedVersion, newestFirst, operandObject } from './operand-versions.ts';
import type { OperandVersion } from './operand-versions.ts';

/** An image that a component names, and why. */
export type ListedImage = {
  /** Its name for `--image`, and in the release information. */
  key: string;
  ref: string;
  /** None for an image that only the bundle's list names. */
  sites: ImageSite[];
  /** Whether a device needs it, so that an offline one has to carry it. */
  embedded: boolean;
  because: string;
};

/**
 * Every image of a component by key, sorted: what its objects name, and what the bundle's relatedImages
 * name beyond that. An image that an operator has for a version of its operand counts only when that
 * version is asked for.
 */
export function listImages(
  sites: readonly ImageSite[],
  related: readonly { name: string; image: string }[],
  operands: readonly OperandVersion[],
): { images: ListedImage[]; findings: Finding[] } {
  const used = [...Map.groupBy(sites, ({ key }) => key)].map(([key, own]): ListedImage => {
    const uses = own.map((site) => useOf(site, operands));
    const needed = uses.filter(({ embedded }) => embedded);
    const reasons = (needed.length > 0 ? needed : uses).map(({ because }) => because);
    return {
      key,
      ref: own[0]?.ref ?? '',
      sites: own,
      embedded: needed.length > 0,
      because: [...new Set(reasons)].join('; '),
    };
  });
  const unused = unusedImages(related, used);
  return {
    images: [...used, ...unused].toSorted((a, b) => compareText(a.key, b.key)),
    findings: [...unused.map(unusedFinding), ...operands.flatMap(operandFindings)],
  };
}

type Use = Pick<ListedImage, 'embedded' | 'because'>;

function useOf(site: ImageSite, operands: readonly OperandVersion[]): Use {
  const shown = displayObject(objectId(site.object));
  const name = String(site.path.at(-1));
  const uses =
    site.kind === 'annotation' ? operands.flatMap((current) => useBy(current, name)) : [];
  // Operands may share the images of a version.
  const use = uses.find(({ embedded }) => embedded) ?? uses[0];
  if (use !== undefined) return use;
  switch (site.kind) {
    case 'container':
      return { embedded: true, because: `a container of ${shown}` };
    case 'annotation':
      return { embedded: true, because: `the annotation ${name} of ${shown}` };
    case 'volume':
    case 'variable':
    case 'argument':
    case 'custom-resource':
      return { embedded: true, because: `${site.field} of ${shown}` };
  }
}

/** What an operand makes of the image that an annotation names for one of its versions. */
function useBy(current: OperandVersion, annotation: string): Use[] {
  const version = annotatedVersion(current.operand, annotation);
  if (version === undefined) return [];
  const ofVersion = `${current.operand.name} ${version}`;
  return version === current.version
    ? [{ embedded: true, because: `${ofVersion}, which ${operandObject(current)} asks for` }]
    : [{ embedded: false, because: `${ofVersion}, which nothing asks for` }];
}

/** The images of the bundle's list that no object names, under any name. */
function unusedImages(
  related: readonly { name: string; image: string }[],
  used: readonly ListedImage[],
): ListedImage[] {
  const known = new Set(used.flatMap(({ key, ref }) => [key, ref]));
  const unused = related.filter(({ name, image }) => !known.has(image) && !known.has(name));
  return [...new Map(unused.map(({ name, image }) => [name, image]))].map(([key, ref]) => ({
    key,
    ref,
    sites: [],
    embedded: false,
    because: 'only the list of images that the bundle relates to',
  }));
}

function unusedFinding({ key, ref }: ListedImage): Finding {
  return finding('note', key, {
    code: 'image-unused',
    message: `the bundle lists the image ${key} (${ref}), which nothing uses`,
    hint: 'nothing to do, unless the operator pulls it by a name of its own: then embed it by hand',
  });
}

function operandFindings(current: OperandVersion): Finding[] {
  const { operand, version, missing, offered, endOfLife } = current;
  const at = { object: operandObject(current), field: operand.version ?? '' };
  return [
    ...(missing
      ? [
          finding('error', operand.name, {
            code: 'operand-images-missing',
            message: `asks for ${operand.name} ${current.requested || 'of no version'}, of which the operator names no images`,
            hint: `ask for one of ${offered.join(', ')}`,
            at,
          }),
        ]
      : []),
    ...(endOfLife.includes(current.requested)
      ? [
          finding('note', operand.name, {
            code: 'operand-end-of-life',
            message: `asks for ${operand.name} ${version}, which gets no more repairs`,
            hint: `ask for ${newest(current)}`,
            at,
          }),
        ]
      : []),
  ];
}

function newest({ allowed, endOfLife }: OperandVersion): string {
  const supported = allowed.filter((version) => !endOfLife.includes(version));
  return supported.toSorted(newestFirst)[0] ?? 'a newer one';
}
