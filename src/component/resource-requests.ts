import type { OperandVersion } from '../images/operand-versions.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { podRequests, readAmount } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';
import { podTemplates } from '../images/image-sites.ts';

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

/**
 * What a component requests of a device: its own workloads, and what the operators make for the operands
 * that it asks for, one pod of each sort.
 */
export function resourceRequests(
  objects: readonly KubernetesObject[],
  operands: readonly OperandVersion[],
): ResourceRequests[] {
  const own = objects
    .filter(({ kind }) => LASTING_KINDS.has(kind))
    .flatMap((object) =>
      podTemplates(object).map(({ template }): ResourceRequests => {
        const pods = object.kind === 'DaemonSet' ? 1 : replicasOf(object);
        const { cpu, memory } = podRequests(template);
        return { name: displayObject(objectId(object)), cpu: pods * cpu, memory: pods * memory };
      }),
    );
  const made = operands.flatMap(({ operand, object }) =>
    operand.requests.map(({ name, field, default: otherwise }): ResourceRequests => {
      const asked = field === undefined ? undefined : valueAt(object, field.split('.'));
      const requests = { ...otherwise, ...(isJsonObject(asked) ? asked : {}) };
      return { name, ...readAmount(requests) };
    }),
  );
  return [...own, ...made];
}

function replicasOf(object: KubernetesObject): number {
  const replicas = valueAt(object, ['spec', 'replicas']);
  return typeof replicas === 'number' ? replicas : 1;
}
