import { podTemplates } from '../manifest/pod-templates.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import type { ManifestObject } from '../manifest/object.ts';

/** The pods that an object makes: their template, and where it stands. */
export type Pods = {
  source: ManifestObject;
  namespace: string;
  template: JsonObject;
  path: readonly (string | number)[];
};

/** A container of a pod template, and where it stands. */
export type Container = { container: JsonObject; path: readonly (string | number)[] };

/** The pods of each workload of a release. */
export function podsOf(objects: readonly ManifestObject[]): Pods[] {
  return objects.flatMap((source) =>
    podTemplates(source.object).map(({ template, path }) => ({
      source,
      namespace: source.object.metadata.namespace ?? '',
      template,
      path,
    })),
  );
}

/** All containers of a pod template, those that run first in front. */
export function containersOf({ template, path }: Pods): Container[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    listAt(template, ['spec', list]).map((container, index) => ({
      container,
      path: [...path, 'spec', list, index],
    })),
  );
}

/** The objects of the list at `path`; what else stands in it becomes an empty one. */
export function listAt(value: unknown, path: readonly (string | number)[]): JsonObject[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.map((item) => (isJsonObject(item) ? item : {})) : [];
}
