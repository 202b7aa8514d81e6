import { canonicalJsonText } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { groupKindKey, objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { withoutField } from './compare-values.ts';

/**
 * Pairs of an object that went and one that came which are likely the same under a new name: of one kind
 * and namespace, and alike in all but name, labels and annotations. Where several are alike, which became
 * which is not known, so none of them is paired.
 */
export function findRenames(
  removed: readonly KubernetesObject[],
  added: readonly KubernetesObject[],
): [from: KubernetesObject, to: KubernetesObject][] {
  const went = Map.groupBy(removed, contentKey);
  const came = Map.groupBy(added, contentKey);
  return [...went].flatMap(([key, [from, ...others]]) => {
    const [to, ...more] = came.get(key) ?? [];
    const isClear = others.length === 0 && more.length === 0;
    return from !== undefined && to !== undefined && isClear ? [[from, to]] : [];
  });
}

const FOR_PEOPLE = [
  ['metadata', 'name'],
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
];

function contentKey(object: KubernetesObject): string {
  const content = FOR_PEOPLE.reduce<JsonObject>(withoutField, withoutField(object, ['apiVersion']));
  return `${groupKindKey(objectId(object))} ${canonicalJsonText(content)}`;
}
