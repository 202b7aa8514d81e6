import type { Patch, Removal, Target } from '../component/component-schema.ts';
import type { ComponentSource } from '../component/source-schema.ts';
import { builtinKind } from '../manifest/builtin-kinds.ts';
import { isJsonObject, listAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';

/** What may be worth a line in component.yaml, and why; texts may hold anything that upstream's names hold. */
export type Suggestion = { because: string } & (
  | { section: 'sources'; source: { name: string; kind: 'Shared'; file: string } }
  | { section: 'remove'; removals: Removal[] }
  | { section: 'patches'; patch: Patch }
  | { section: 'images'; images: Record<string, string> }
  /** Something to know that no field of component.yaml can settle by itself. */
  | { section: 'note' }
);

/** What suggestions are made from. */
export type Inspected = {
  /** As the source gives them to the component: converted, and in their namespaces. */
  objects: readonly KubernetesObject[];
  kind: ComponentSource['kind'];
};

/** The target that means this object alone. */
export function targetOf(object: KubernetesObject): Target {
  const id = objectId(object);
  const { group, kind, namespace, name } = id;
  return {
    ...(builtinKind(id) === undefined ? { group } : {}),
    kind,
    name,
    ...(namespace === '' ? {} : { namespace }),
  };
}

/** The suggestion to change an object. */
export function patchOf(
  object: KubernetesObject,
  because: string,
  operations: NonNullable<Patch['operations']>,
): Suggestion {
  return { section: 'patches', because, patch: { target: targetOf(object), operations } };
}

/** The JSON pointer to a value. */
export function pointer(path: readonly (string | number)[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** The containers of a pod template with the list that each stands in, and its place there. */
export function containersOf(
  template: JsonObject,
): { container: JsonObject; list: string; index: number }[] {
  return ['initContainers', 'containers'].flatMap((list) =>
    listAt(template, ['spec', list]).flatMap((container, index) =>
      isJsonObject(container) ? [{ container, list, index }] : [],
    ),
  );
}
