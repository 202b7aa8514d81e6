import { listAt, textAt, valueAt } from '../manifest/json.ts';
import type { Json, JsonObject } from '../manifest/json.ts';
import { groupOf } from '../manifest/object.ts';

/**
 * What of an object helps, where most of it does not: of a CRD its names, versions and status, without the schemas;
 * of a Node what it has and how it is, without the images on it.
 */
export function reduce(object: JsonObject): JsonObject {
  const group = groupOf(textAt(object, ['apiVersion']));
  if (group === 'apiextensions.k8s.io' && object.kind === 'CustomResourceDefinition') {
    return { ...object, spec: reducedSpec(object) };
  }
  if (group !== '' || object.kind !== 'Node') return object;
  const { images: _, ...status } = fieldsAt(object, 'status');
  return { ...object, status };
}

function reducedSpec(crd: JsonObject): JsonObject {
  const { versions: _, ...spec } = fieldsAt(crd, 'spec');
  const versions = listAt(crd, ['spec', 'versions']).map((version) => {
    const fields = ['name', 'served', 'storage', 'deprecated'];
    return Object.fromEntries(
      fields.flatMap((field): [string, Json][] => {
        const value = valueAt(version, [field]);
        return value === undefined ? [] : [[field, value as Json]];
      }),
    );
  });
  return { ...spec, versions };
}

function fieldsAt(object: JsonObject, field: string): JsonObject {
  return (valueAt(object, [field]) ?? {}) as JsonObject;
}
