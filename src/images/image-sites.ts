import { builtinKind } from '../manifest/builtin-kinds.ts';
import { displayPath } from '../manifest/display.ts';
import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { parseImageReference } from '../manifest/image-reference.ts';
import { podTemplates } from '../manifest/pod-templates.ts';
import { joinImage } from './divided-image.ts';

/** One place in the objects that names an image. */
export type ImageSite = {
  /**
   * What the image is called there: a container's name, or one made from that of the variable, argument
   * or field, or from an annotation's image. It is a plain word, to be written on a command line.
   */
  key: string;
  ref: string;
  object: KubernetesObject;
  path: readonly (string | number)[];
  /** `path` for people. */
  field: string;
  /** What the value holds in front of the reference: `--helper-image=`, otherwise nothing. */
  prefix: string;
  /** Whether the value is `{repository, tag}`, which its operator joins by a colon. */
  divided?: true;
  kind: 'container' | 'volume' | 'variable' | 'argument' | 'annotation' | 'custom-resource';
};

type Found = Omit<ImageSite, 'object' | 'field'>;
type Path = readonly (string | number)[];

/** `images.<version>.<name>` and the like: how operators hand the images of operands to their pod. */
const IMAGE_ANNOTATION = /^images\./;
const MAYBE_IMAGE_ANNOTATION = /(?:^|[./_-])images?(?:[./_-]|$)/i;
/** `RELATED_IMAGE_X` is OLM's own convention, `X_IMAGE` what many operators had before. */
const IMAGE_VARIABLE = /^RELATED_IMAGE_|(?:^|_)IMAGE$/;
/** `IMAGE_X` may also name a registry, a pull secret or a part of an image. */
const MAYBE_IMAGE_VARIABLE = /(?:^|_)IMAGE_/;
/** `--x-image=REF`, and `--x-image` before a word of its own. */
const IMAGE_FLAG = /^--?(?:[\w-]*-)?image$/;
const ASSIGNMENT = /^(?<prefix>(?<name>[\w.-]+)=)(?<ref>.+)$/;

/**
 * Every place in the objects that names an image, in the order of the objects: in pod templates, and in
 * custom resources, which hand it to their operator. A key stands for one image: where containers of
 * the same name have different ones, their keys begin with the name of the object, and are numbered
 * where that does not tell them apart.
 *
 * What is called otherwise is one where its value leaves no doubt: a reference with a digest, or one of
 * `known`.
 * @param known references that are known to be images, as a bundle's relatedImages are
 */
export function imageSites(
  objects: readonly KubernetesObject[],
  known: Iterable<string> = [],
): ImageSite[] {
  const isSure = sureOf(new Set([...known].filter(isImageLike)));
  const sites = objects.flatMap((object) =>
    [
      ...podTemplates(object).flatMap(({ template, path }) => [
        ...containerSites(template, path, isSure),
        ...volumeSites(template, path),
        ...annotationSites(template, path, isSure),
      ]),
      ...customResourceSites(object, isSure),
    ].map((site) => ({ ...site, key: plainKey(site.key), object, field: displayPath(site.path) })),
  );
  let named = renameShared(sites, ({ key, object }) => plainKey(`${object.metadata.name}-${key}`));
  // A new key may be one that another image has.
  while (hasShared(named)) {
    named = renameShared(named, ({ key }, position) => `${key}-${position + 1}`);
  }
  return named;
}

function plainKey(key: string): string {
  // No flag, and no __proto__.
  return key.replaceAll(/[^\w.-]+/g, '-').replace(/^[-_]+/, '') || 'image';
}

function hasShared(sites: readonly ImageSite[]): boolean {
  const refs = new Map(sites.map(({ key, ref }) => [key, ref]));
  return sites.some(({ key, ref }) => refs.get(key) !== ref);
}

/** Gives new keys to the sites that share one although their images differ. */
function renameShared(
  sites: readonly ImageSite[],
  rename: (site: ImageSite, position: number) => string,
): ImageSite[] {
  const byKey = Map.groupBy(sites, ({ key }) => key);
  const positions = new Map(
    [...byKey].map(([key, own]) => {
      const refs = new Set(own.map(({ ref }) => ref));
      return [key, new Map([...refs].map((ref, position) => [ref, position]))];
    }),
  );
  return sites.map((site) => {
    const refs = positions.get(site.key);
    if (refs === undefined || refs.size < 2) return site;
    return { ...site, key: rename(site, refs.get(site.ref) ?? 0) };
  });
}

function containerSites(template: JsonObject, path: Path, isSure: IsSure): Found[] {
  return ['initContainers', 'containers'].flatMap((list) => {
    const containers = valueAt(template, ['spec', list]);
    return (Array.isArray(containers) ? containers : []).flatMap((container: Json, index) => {
      if (!isJsonObject(container)) return [];
      const at = [...path, 'spec', list, index];
      const { name } = container;
      const key = typeof name === 'string' && name !== '' ? name : `${list}-${index}`;
      const ref = typeof container.image === 'string' ? container.image : '';
      return [
        { key, ref, path: [...at, 'image'], prefix: '', kind: 'container' as const },
        ...variableSites(container, at, isSure),
        ...argumentSites(container, at, isSure),
      ];
    });
  });
}

function variableSites(container: JsonObject, path: Path, isSure: IsSure): Found[] {
  const variables = Array.isArray(container.env) ? container.env : [];
  return variables.flatMap((variable, index) => {
    if (!isJsonObject(variable)) return [];
    const { name, value } = variable;
    if (typeof name !== 'string' || typeof value !== 'string') return [];
    const isImage = IMAGE_VARIABLE.test(name)
      ? isImageLike(value)
      : MAYBE_IMAGE_VARIABLE.test(name) && isVersioned(value);
    if (!isImage && !isSure(value)) return [];
    return [
      {
        key: name.replace(/^RELATED_IMAGE_/, '').toLowerCase(),
        ref: value,
        path: [...path, 'env', index, 'value'],
        prefix: '',
        kind: 'variable' as const,
      },
    ];
  });
}

function argumentSites(container: JsonObject, path: Path, isSure: IsSure): Found[] {
  return ['command', 'args'].flatMap((list) => {
    const words = container[list];
    if (!Array.isArray(words)) return [];
    return words.flatMap((word, index) => {
      if (typeof word !== 'string') return [];
      const { name, prefix = '', ref = word } = ASSIGNMENT.exec(word)?.groups ?? {};
      const before = words[index - 1];
      const flag = name ?? (typeof before === 'string' && /^-[\w.-]+$/.test(before) ? before : '');
      if (!isSure(ref) && !(IMAGE_FLAG.test(flag) && isImageLike(ref))) return [];
      const key = flag.replace(/^-+/, '') || `${list}-${index}`;
      return [{ key, ref, path: [...path, list, index], prefix, kind: 'argument' as const }];
    });
  });
}

/** https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/ */
function volumeSites(template: JsonObject, path: Path): Found[] {
  const volumes = valueAt(template, ['spec', 'volumes']);
  return (Array.isArray(volumes) ? volumes : []).flatMap((volume, index) => {
    const ref = textAt(volume, ['image', 'reference']);
    if (ref === '') return [];
    const at = [...path, 'spec', 'volumes', index, 'image', 'reference'];
    const key = textAt(volume, ['name']) || `volume-${index}`;
    return [{ key, ref, path: at, prefix: '', kind: 'volume' as const }];
  });
}

function annotationSites(template: JsonObject, path: Path, isSure: IsSure): Found[] {
  const annotations = valueAt(template, ['metadata', 'annotations']);
  return Object.entries(isJsonObject(annotations) ? annotations : {}).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    const isImage =
      IMAGE_ANNOTATION.test(name) || (MAYBE_IMAGE_ANNOTATION.test(name) && isImageLike(value));
    if (!isImage && !isSure(value)) return [];
    return [
      {
        key: annotationKey(value),
        ref: value,
        path: [...path, 'metadata', 'annotations', name],
        prefix: '',
        kind: 'annotation' as const,
      },
    ];
  });
}

/** `<repository's last part>-<digest or tag>-annotation`, as operator-manifest-tools names them. */
function annotationKey(ref: string): string {
  const { repository, tag, digest } = parseImageReference(ref) ?? { repository: ref };
  const version = digest?.slice('sha256:'.length) ?? tag ?? 'latest';
  return `${repository.slice(repository.lastIndexOf('/') + 1)}-${version}-annotation`;
}

/**
 * Fields called `image` in a custom resource's spec, whole or as `{repository, tag}`, and sure images; the key is the
 * path to it.
 */
function customResourceSites(object: KubernetesObject, isSure: IsSure): Found[] {
  if (builtinKind(objectId(object)) !== undefined) return [];
  const sites: Found[] = [];
  const add = (ref: string, path: Path, divided?: true): void => {
    const steps = path.slice(1).filter((step) => typeof step === 'string');
    const key = [object.metadata.name, ...steps].join('-').toLowerCase();
    const form = divided === undefined ? {} : { divided };
    sites.push({ key, ref, path, prefix: '', kind: 'custom-resource', ...form });
  };
  const walk = (value: Json | undefined, path: Path): void => {
    const isNamed = /^image$|Image$/.test(String(path.at(-1)));
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, [...path, index]));
    else if (isJsonObject(value)) {
      const joined = isNamed ? joinImage(value) : undefined;
      if (joined !== undefined) add(joined, path, true);
      for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
    } else if (typeof value === 'string') {
      if (isSure(value) || (isNamed && isImageLike(value))) add(value, path);
    }
  };
  walk(object.spec, ['spec']);
  return sites;
}

/** Whether a text is an image, whatever it is called. */
type IsSure = (text: string) => boolean;

function sureOf(known: ReadonlySet<string>): IsSure {
  return (text) =>
    known.has(text) || (text.includes('@') && parseImageReference(text)?.digest !== undefined);
}

/** Whether a value is surely an image: with a tag or a digest. */
function isVersioned(text: string): boolean {
  const { tag, digest } = parseImageReference(text) ?? {};
  return tag !== undefined || digest !== undefined;
}

/**
 * Whether a value that may be anything is meant as a whole image, or as a placeholder for one. `pilot`
 * alone is a part that an operator puts together with others.
 */
function isImageLike(text: string): boolean {
  const reference = parseImageReference(text);
  if (reference === undefined) return text.includes('${');
  return reference.repository.includes('/') || isVersioned(text);
}
