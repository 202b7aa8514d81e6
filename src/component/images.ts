import type { Problem } from '../errors.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { displayObject } from '../manifest/display.ts';
import { compareText, objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { isCrd } from '../manifest/crd.ts';
import { parseImageReference } from './image-reference.ts';

/** One place in the objects that names an image. */
export type ImageSite = {
  /** What the image is called there: a container's name, or a name made from an annotation's image. */
  key: string;
  ref: string;
  object: KubernetesObject;
  field: string;
};

/** `images.<version>.<name>`: how operators hand the images of their operands to their pod. */
const IMAGE_ANNOTATION = /^images\./;
/** `RELATED_IMAGE_X` and the like: OLM's own convention for the same. */
const IMAGE_VARIABLE = /^RELATED_IMAGE_|_IMAGE$/;

/** Every place in the objects' pod templates that names an image, in the order of the objects. */
export function imageSites(objects: readonly KubernetesObject[]): ImageSite[] {
  return objects.flatMap((object) =>
    podTemplates(object).flatMap(({ template, path }) => [
      ...containerSites(object, template, path),
      ...annotationSites(object, template, path),
    ]),
  );
}

/** The images by key, each once, sorted; of two that share a key the first one's. */
export function imagesByKey(sites: readonly ImageSite[]): Record<string, string> {
  const entries = new Map<string, string>();
  for (const { key, ref } of sites) if (!entries.has(key)) entries.set(key, ref);
  return Object.fromEntries([...entries].toSorted(([a], [b]) => compareText(a, b)));
}

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
      if (original.ref !== '') replacements.set(original.ref, ref);
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

/** Sites whose value is no image reference, a `${…}` that upstream's build left among them. */
export function imageProblems(sites: readonly ImageSite[]): Problem[] {
  return sites
    .filter(({ ref }) => parseImageReference(ref) === undefined)
    .map(({ key, ref, object, field }) => {
      const unresolved = ref.includes('${');
      return {
        code: unresolved ? 'image-unresolved' : 'image-invalid',
        message: unresolved
          ? `the image ${ref} is a placeholder that upstream did not fill in`
          : `${JSON.stringify(ref)} is no image reference`,
        hint: `name the image with --image ${key}=REFERENCE`,
        at: { object: displayObject(objectId(object)), field },
      };
    });
}

type PodTemplate = { template: JsonObject; path: string };

/** Where each kind of workload has its pod template. */
const TEMPLATE_PATHS: Record<string, string[]> = {
  Deployment: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

function podTemplates(object: KubernetesObject): PodTemplate[] {
  const path = TEMPLATE_PATHS[object.kind];
  const template = path === undefined ? undefined : valueAt(object, path);
  return isJsonObject(template) ? [{ template, path: path?.join('.') ?? '' }] : [];
}

function containerSites(object: KubernetesObject, template: JsonObject, path: string): ImageSite[] {
  return ['initContainers', 'containers'].flatMap((list) => {
    const containers = valueAt(template, ['spec', list]);
    return (Array.isArray(containers) ? containers : [])
      .filter(isJsonObject)
      .flatMap((container, index): ImageSite[] => {
        const field = joined(path, `spec.${list}[${index}]`);
        const key = typeof container.name === 'string' ? container.name : `${list}-${index}`;
        const ref = typeof container.image === 'string' ? container.image : '';
        return [
          { key, ref, object, field: `${field}.image` },
          ...variableSites(object, container, field),
        ];
      });
  });
}

function variableSites(object: KubernetesObject, container: JsonObject, path: string): ImageSite[] {
  const variables = Array.isArray(container.env) ? container.env.filter(isJsonObject) : [];
  return variables.flatMap(({ name, value }, index) =>
    typeof name === 'string' &&
    IMAGE_VARIABLE.test(name) &&
    typeof value === 'string' &&
    value !== ''
      ? [
          {
            key: name.replace(/^RELATED_IMAGE_/, '').toLowerCase(),
            ref: value,
            object,
            field: `${path}.env[${index}].value`,
          },
        ]
      : [],
  );
}

function annotationSites(
  object: KubernetesObject,
  template: JsonObject,
  path: string,
): ImageSite[] {
  const annotations = valueAt(template, ['metadata', 'annotations']);
  return Object.entries(isJsonObject(annotations) ? annotations : {}).flatMap(([name, value]) =>
    IMAGE_ANNOTATION.test(name) && typeof value === 'string'
      ? [
          {
            key: annotationKey(value),
            ref: value,
            object,
            field: joined(path, `metadata.annotations['${name}']`),
          },
        ]
      : [],
  );
}

/** `<repository's last part>-<digest or tag>-annotation`, as operator-manifest-tools names them. */
function annotationKey(ref: string): string {
  const { repository, tag, digest } = parseImageReference(ref) ?? { repository: ref };
  const version = digest?.slice('sha256:'.length) ?? tag ?? 'latest';
  return `${repository.slice(repository.lastIndexOf('/') + 1)}-${version}-annotation`;
}

function joined(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
