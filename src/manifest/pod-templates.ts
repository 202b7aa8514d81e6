import { builtinKind } from './builtin-kinds.ts';
import { isJsonObject, valueAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { objectId } from './object.ts';
import type { KubernetesObject } from './object.ts';

/** A pod template, and where in its object it stands. */
export type PodTemplate = { template: JsonObject; path: string[] };

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
  // A custom kind may be called so, too.
  const isBuiltin = builtinKind(objectId(object)) !== undefined;
  const path = isBuiltin ? TEMPLATE_PATHS.get(object.kind) : undefined;
  const template = path === undefined ? undefined : valueAt(object, path);
  return path !== undefined && isJsonObject(template) ? [{ template, path }] : [];
}
