import { listAt, textAt, valueAt } from '../manifest/json.ts';
import { groupOf } from '../manifest/object.ts';
import type { GroupKind, ObjectId } from '../manifest/object.ts';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
/** What a reference to a parent is to, where it does not say. */
export const GATEWAY: GroupKind = { group: GATEWAY_GROUP, kind: 'Gateway' };
/** Where the Gateway API tries its kinds out, as XListenerSet. */
export const EXPERIMENTAL_GROUP = 'gateway.networking.x-k8s.io';

/** An object of the cluster: its identity, and the object, of which nothing else is certain. */
export type LiveObject = { id: ObjectId; generation: number; object: unknown };

/** The objects of a list, whose items of built-in kinds do not say what they are; those without a name are left out. */
export function liveObjects(items: readonly unknown[], kind?: GroupKind): LiveObject[] {
  return items.flatMap((object) => {
    const name = textAt(object, ['metadata', 'name']);
    if (name === '') return [];
    const own = kind ?? {
      group: groupOf(textAt(object, ['apiVersion'])),
      kind: textAt(object, ['kind']),
    };
    const id = { ...own, namespace: textAt(object, ['metadata', 'namespace']), name };
    return [{ id, generation: numberAt(object, ['metadata', 'generation']) ?? 0, object }];
  });
}

/** A map key for an object whose kind is known: `namespace/name`. */
export function nameKey({ namespace, name }: { namespace: string; name: string }): string {
  return `${namespace}/${name}`;
}

/** What people are shown: `Gateway shop/web`. */
export function shortName({ kind, namespace, name }: Omit<ObjectId, 'group'>): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** The number at `path`, if there is one. */
export function numberAt(value: unknown, path: readonly (string | number)[]): number | undefined {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

/** The texts of the list at `path`. */
export function textsAt(value: unknown, path: readonly (string | number)[]): string[] {
  return listAt(value, path).filter((each) => typeof each === 'string');
}
