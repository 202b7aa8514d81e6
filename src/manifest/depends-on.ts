import type { ObjectId } from './object.ts';

/** Names what an object has to wait for: the notation of cli-utils. */
export const DEPENDS_ON = 'config.kubernetes.io/depends-on';

/** The references in the annotation, with what each stands for; undefined for one that is none. */
export function parseDependsOn(value: string): { reference: string; id: ObjectId | undefined }[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .map((reference) => ({ reference, id: parseReference(reference) }));
}

/** The value of the annotation for some objects: `group/kind/name`, `group/namespaces/namespace/kind/name`. */
export function formatDependsOn(ids: readonly ObjectId[]): string {
  return ids
    .map(({ group, kind, namespace, name }) =>
      [group, ...(namespace === '' ? [] : ['namespaces', namespace]), kind, name].join('/'),
    )
    .join(',');
}

function parseReference(reference: string): ObjectId | undefined {
  const parts = reference.split('/');
  const [group, second, third, fourth, fifth] = parts;
  if (parts.length === 3 && group !== undefined && second && third) {
    return { group, kind: second, namespace: '', name: third };
  }
  if (parts.length === 5 && group !== undefined && second === 'namespaces' && third) {
    return fourth && fifth ? { group, namespace: third, kind: fourth, name: fifth } : undefined;
  }
  return undefined;
}
