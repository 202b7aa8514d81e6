import { isJsonObject } from '../../manifest/json.ts';
import type { Json } from '../../manifest/json.ts';
import { UnexpectedShape, fieldSpec, valueOf, visitFields } from '../field-spec.ts';
import type { ImageEntry } from '../kustomization-schema.ts';
import type { Resource } from '../resource.ts';

/** api/internal/konfig/builtinpluginconsts/images.go of kustomize; of objects of any kind. */
const FIELDS = ['spec/', 'spec/template/spec/'].flatMap((spec) =>
  ['containers[]/image', 'initContainers[]/image', 'volumes[]/image/reference'].map((path) =>
    fieldSpec(`${spec}${path}`, { create: true }),
  ),
);

/** Gives the images of one name another name, tag or digest: api/filters/imagetag of kustomize. */
export function replaceImages(resources: readonly Resource[], entry: ImageEntry): void {
  // Kustomize takes the name for a regular expression, but names without its characters need no thought.
  if (!/^[\w./:-]+$/.test(entry.name)) throw new UnexpectedShape('name');
  const pattern = new RegExp(`^${entry.name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
  const replaced = (image: Json | undefined): Json | undefined => {
    if (image === undefined || image === null) return image;
    if (typeof image !== 'string') throw new UnexpectedShape('image');
    return pattern.test(image) ? changed(image, entry) : image;
  };
  for (const { object } of resources) {
    if (object.kind === 'CustomResourceDefinition') continue;
    replaceInContainers(object, replaced);
    for (const field of FIELDS) {
      visitFields(object, field, undefined, (container, key) => {
        const image = replaced(valueOf(container, key));
        if (image !== undefined) (container as Record<string | number, Json>)[key] = image;
      });
    }
  }
}

/** Lists called `containers` and `initContainers`, wherever they stand. */
function replaceInContainers(
  value: Json,
  replaced: (image: Json | undefined) => Json | undefined,
): void {
  if (Array.isArray(value)) {
    for (const item of value) replaceInContainers(item, replaced);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    replaceInContainers(inner, replaced);
    if ((key !== 'containers' && key !== 'initContainers') || !Array.isArray(inner)) continue;
    for (const container of inner) {
      if (container === null) continue;
      if (!isJsonObject(container)) throw new UnexpectedShape(key);
      const image = replaced(container.image);
      if (image !== undefined) container.image = image;
    }
  }
}

function changed(image: string, { newName, newTag, digest }: ImageEntry): string {
  const old = split(image);
  const isSame = newTag === '' && digest === '';
  const tag = isSame ? old.tag : newTag && `:${newTag}`;
  const pin = isSame ? old.digest : digest && `@${digest}`;
  return `${newName || old.name}${tag}${pin}`;
}

/** A colon before the first slash belongs to the port of a registry. */
function split(image: string): { name: string; tag: string; digest: string } {
  const start = Math.max(image.indexOf('/'), 0);
  const [, name = '', tag = '', digest = ''] =
    /^([^:@]*)(:[^@]*)?(@[^]*)?$/.exec(image.slice(start)) ?? [];
  return {
    name: image.slice(0, start) + name,
    tag: tag === ':' ? '' : tag,
    digest: digest === '@' ? '' : digest,
  };
}
