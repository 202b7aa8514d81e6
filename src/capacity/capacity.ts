import { isJsonObject, textAt, valueAt } from '../manifest/json.ts';
import { podRequests, readAmount, totalRequests } from '../manifest/pod-requests.ts';
import type { Amount } from '../manifest/pod-requests.ts';

/** What the nodes of a cluster have for pods. */
export type Capacity = {
  /** What all nodes that take pods have together: MicroShift has one. */
  allocatable: Amount;
  /** What pods have asked for, without those that are being looked at. */
  taken: Amount;
};

/** A resource of which more is asked for than there is. */
export type Shortage = {
  resource: keyof Amount;
  asked: number;
  /** Never below zero. */
  free: number;
};

/** What nodes have together. Without one that takes pods, undefined: a device may not have registered its own yet. */
export function allocatableOf(nodes: readonly unknown[]): Amount | undefined {
  const open = nodes.filter((node) => valueAt(node, ['spec', 'unschedulable']) !== true);
  const amounts = open.flatMap((node) => {
    const allocatable = valueAt(node, ['status', 'allocatable']);
    return isJsonObject(allocatable) ? [readAmount(allocatable)] : [];
  });
  return amounts.length === 0 ? undefined : totalRequests(amounts);
}

/** What a pod takes of its node: nothing before it has one, or after it has ended. */
export function takenBy(pod: unknown): Amount {
  const isThere = textAt(pod, ['spec', 'nodeName']) !== '';
  return isThere && !hasEnded(pod) ? podRequests(pod) : { cpu: 0, memory: 0 };
}

/** Whether a pod has done its work, or failed: it does not run again. */
export function hasEnded(pod: unknown): boolean {
  const phase = textAt(pod, ['status', 'phase']);
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Which resources do not suffice for what is asked. */
export function shortages(asked: Amount, { allocatable, taken }: Capacity): Shortage[] {
  return (['cpu', 'memory'] as const).flatMap((resource) => {
    const free = Math.max(allocatable[resource] - taken[resource], 0);
    // Sums of thousandths are not exact.
    const isEnough = asked[resource] <= free * (1 + 1e-9);
    return isEnough ? [] : [{ resource, asked: asked[resource], free }];
  });
}
