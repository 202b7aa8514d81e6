import { isJsonObject, valueAt } from './json.ts';
import type { JsonObject } from './json.ts';
import { parseQuantity } from './quantity.ts';
import { isSidecar } from './sidecar.ts';

/** CPU in cores, memory in bytes. */
export type Amount = { cpu: number; memory: number };

/** The sum of requests. */
export function totalRequests(requests: readonly Amount[]): Amount {
  return {
    cpu: requests.reduce((sum, { cpu }) => sum + cpu, 0),
    memory: requests.reduce((sum, { memory }) => sum + memory, 0),
  };
}

/**
 * What a pod, or the pods of a template, ask the scheduler for.
 *
 * All containers run at once, init containers one after the other, except those that restart always
 * (https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers).
 */
export function podRequests(template: unknown): Amount {
  const running = containersOf(template, 'containers').map(requestsOf);
  const initial: Amount[] = [];
  const sidecars: Amount[] = [];
  for (const container of containersOf(template, 'initContainers')) {
    if (isSidecar(container)) sidecars.push(requestsOf(container));
    else initial.push(totalRequests([requestsOf(container), ...sidecars]));
  }
  const lasting = totalRequests([...running, ...sidecars]);
  return {
    cpu: Math.max(lasting.cpu, ...initial.map(({ cpu }) => cpu)),
    memory: Math.max(lasting.memory, ...initial.map(({ memory }) => memory)),
  };
}

function containersOf(template: unknown, list: string): JsonObject[] {
  const containers = valueAt(template, ['spec', list]);
  return (Array.isArray(containers) ? containers : []).filter(isJsonObject);
}

/** A container that only has a limit requests that much. */
function requestsOf(container: JsonObject): Amount {
  const limits = valueAt(container, ['resources', 'limits']);
  const requests = valueAt(container, ['resources', 'requests']);
  return readAmount({
    ...(isJsonObject(limits) ? limits : {}),
    ...(isJsonObject(requests) ? requests : {}),
  });
}

/** Requests or limits as YAML or JSON has them. */
export function readAmount({ cpu, memory }: { cpu?: unknown; memory?: unknown }): Amount {
  return { cpu: readQuantity(cpu), memory: readQuantity(memory) };
}

/** YAML may hold a number where a quantity is meant; what is none counts as nothing. */
function readQuantity(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' ? (parseQuantity(text) ?? 0) : 0;
}
