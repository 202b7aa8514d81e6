import type { Problem } from '../errors.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { compareText, objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
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

/**
 * Every place in the objects' pod templates that names an image, in the order of the objects. A key
 * stands for one image: where containers of the same name have different ones, their keys begin with
 * the name of the object, and are numbered where that does not tell them apart.
 */
export function imageSites(objects: readonly KubernetesObject[]): ImageSite[] {
  const sites = objects.flatMap((object) =>
    podTemplates(object).flatMap(({ template, path }) => [
      ...containerSites(object, template, path),
      ...annotationSites(object, template, path),
    ]),
  );
  const named = renameShared(sites, ({ key, object }) => `${object.metadata.name}-${key}`);
  return renameShared(named, ({ key }, position) => `${key}-${position + 1}`);
}

/** Gives new keys to the sites that share one although their images differ. */
function renameShared(
  sites: readonly ImageSite[],
  rename: (site: ImageSite, position: number) => string,
): ImageSite[] {
  const byKey = Map.groupBy(sites, ({ key }) => key);
  return sites.map((site) => {
    const refs = [...new Set(byKey.get(site.key)?.map(({ ref }) => ref))];
    return refs.length < 2 ? site : { ...site, key: rename(site, refs.indexOf(site.ref)) };
  });
}

/** The images by key, sorted. */
export function imagesByKey(sites: readonly ImageSite[]): Record<string, string> {
  const entries = new Map(sites.map(({ key, ref }) => [key, ref]));
  return Object.fromEntries([...entries].toSorted(([a], [b]) => compareText(a, b)));
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

/** A pod template, and where in its object it stands. */
export type PodTemplate = { template: JsonObject; path: string };

/** Where each kind of workload has its pod template. */
const TEMPLATE_PATHS = new Map([
  ['Deployment', ['spec', 'template']],
  ['DaemonSet', ['spec', 'template']],
  ['StatefulSet', ['spec', 'template']],
  ['ReplicaSet', ['spec', 'template']],
  ['ReplicationController', ['spec', 'template']],
  ['Job', ['spec', 'template']],
  ['CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['Pod', []],
]);

/** The pod templates of an object: none, or one. */
export function podTemplates(object: KubernetesObject): PodTemplate[] {
  const path = TEMPLATE_PATHS.get(object.kind);
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
