import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { sha256 } from '../digest.ts';

/**
 * A file name for each object, unique and the same in every run: `<kind>_<name>.yaml`, longer where two
 * objects would share it. Characters that only some names may have (`:`) become `-`.
 */
export function fileNames(objects: readonly KubernetesObject[]): Map<KubernetesObject, string> {
  let names = new Map(objects.map((object) => [object, FORMS[0](object)]));
  for (const form of FORMS.slice(1)) {
    const counts = new Map<string, number>();
    for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    names = new Map(
      [...names].map(([object, name]) => [object, counts.get(name) === 1 ? name : form(object)]),
    );
  }
  return names;
}

type Form = (object: KubernetesObject) => string;

const FORMS: readonly [Form, ...Form[]] = [
  (object) => fileName([object.kind, object.metadata.name]),
  (object) => fileName([object.kind, object.metadata.namespace ?? '', object.metadata.name]),
  (object) => {
    const { group, kind, namespace, name } = objectId(object);
    const digest = sha256([group, kind, namespace, name].join('\0')).slice(-8);
    return fileName([kind, namespace, name, digest]);
  },
];

function fileName(parts: readonly string[]): string {
  const stem = parts
    .filter((part) => part !== '')
    .join('_')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '-');
  // A file name has at most 255 bytes, and a Kubernetes name alone may have 253.
  return `${stem.length > 240 ? `${stem.slice(0, 200)}-${sha256(stem).slice(-16)}` : stem}.yaml`;
}
