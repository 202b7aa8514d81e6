import type { OperandVersion } from '../images/operand-versions.ts';
import { displayObject } from '../manifest/display.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { objectId } from '../manifest/object.ts';
import type { KubernetesObject } from '../manifest/object.ts';
import { parseQuantity } from '../manifest/quantity.ts';
import { podTemplates } from '../images/image-sites.ts';

/** CPU in cores, memory in bytes. */
export type Amount = { cpu: number; memory: number };

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
      return { name, ...readRequests(requests) };
    }),
  );
  return [...own, ...made];
}

/** The sum of requests. */
export function totalRequests(requests: readonly Amount[]): Amount {
  return {
    cpu: requests.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: requests.reduce((sum, { memory }) => sum + memory, 0),
  };
}

function replicasOf(object: KubernetesObject): number {
  const replicas = valueAt(object, ['spec', 'replicas']);
  return typeof replicas === 'number' ? replicas : 1;
}

/**
 * All containers run at once, init containers one after the other, except those that restart always
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers).
 */
function podRequests(template: JsonObject): Amount {
  const running = containersOf(template, 'containers').map(requestsOf);
  const initial: Amount[] = [];
  const sidecars: Amount[] = [];
  for (const container of containersOf(template, 'initContainers')) {
    if (container.restartPolicy === 'Always') sidecars.push(requestsOf(container));
    else initial.push(totalRequests([requestsOf(container), ...sidecars]));
  }
  const lasting = totalRequests([...running, ...sidecars]);
  return {
    cpu: Math.max(lasting.cpu, ...initial.map(({ cpu }) => cpu)),
    memory: Math.max(lasting.memory, ...initial.map(({ memory }) => memory)),
  };
}

function containersOf(template: JsonObject, list: string): JsonObject[] {
  const containers = valueAt(template, ['spec', list]);
  return (Array.isArray(containers) ? containers : []).filter(isJsonObject);
}

/** A container that only has a limit requests that much. */
function requestsOf(container: JsonObject): Amount {
  const limits = valueAt(container, ['resources', 'limits']);
  const requests = valueAt(container, ['resources', 'requests']);
  return readRequests({
    ...(isJsonObject(limits) ? limits : {}),
    ...(isJsonObject(requests) ? requests : {}),
  });
}

function readRequests({ cpu, memory }: { cpu?: unknown; memory?: unknown }): Amount {
  return { cpu: readQuantity(cpu), memory: readQuantity(memory) };
}

/** YAML may hold a number where a quantity is meant; what is none counts as nothing. */
function readQuantity(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? (parseQuantity(text) ?? 0) : 0;
}
