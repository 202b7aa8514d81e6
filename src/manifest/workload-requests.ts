import { displayObject } from './display.ts';
import { valueAt } from './json.ts';
import { objectId } from './object.ts';
import type { KubernetesObject } from './object.ts';
import { podRequests } from './pod-requests.ts';
import type { Amount } from './pod-requests.ts';
import { podTemplates } from './pod-templates.ts';

/** What some pods ask the scheduler for. */
export type ResourceRequests = Amount & { name: string };

/** Kinds whose pods run all the time; on the one node of a device a DaemonSet has one pod. */
const LASTING_KINDS = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
]);

/** What workloads request of a device with one node, each with all its pods. */
export function workloadRequests(objects: readonly KubernetesObject[]): ResourceRequests[] {
  return objects
    .filter(({ kind }) => LASTING_KINDS.has(kind))
    .flatMap((object) =>
      podTemplates(object).map(({ template }): ResourceRequests => {
        const pods = object.kind === 'DaemonSet' ? 1 : replicasOf(object);
        const { cpu, memory } = podRequests(template);
        return { name: displayObject(objectId(object)), cpu: pods * cpu, memory: pods * memory };
      }),
    );
}

function replicasOf(object: KubernetesObject): number {
  const replicas = valueAt(object, ['spec', 'replicas']);
  return typeof replicas === 'number' ? replicas : 1;
}
