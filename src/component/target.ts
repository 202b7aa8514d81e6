import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import type { Target } from './component-schema.ts';

/** Whether an object has every field that a target gives. */
export function matches(target: Target, object: KubernetesObject): boolean {
  const id = objectId(object);
  return (['group', 'kind', 'namespace', 'name'] as const).every(
    (field) => target[field] === undefined || target[field] === id[field],
  );
}

/** A target in words: `kind Deployment, name web`. */
export function describeTarget(target: Target): string {
  return Object.entries(target)
    .map(([field, value]) => `${field} ${value === '' ? '""' : value}`)
    .join(', ');
}
