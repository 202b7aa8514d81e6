import { setTimeout as delay } from 'node:timers/promises';
import { getObject, kubectl, writeStatus } from '../kubectl.ts';
import type { Cluster } from '../kubectl.ts';

/** A node of which a test writes what its kubelet would: no other pod comes to it. */
export const TEST_NODE = 'without-kubelet';

/** Creates {@link TEST_NODE}, ready, where it is not there yet. */
export async function createTestNode(cluster: Cluster): Promise<void> {
  await kubectl(cluster, ['apply', '--server-side', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: TEST_NODE, labels: { 'kubernetes.io/hostname': TEST_NODE } },
    spec: { taints: [{ key: 'example.com/test', value: 'x', effect: 'NoSchedule' }] },
  });
  await writeStatus(cluster, ['node', TEST_NODE], {
    allocatable: { cpu: '64', memory: '256Gi', pods: '1000' },
    conditions: [{ type: 'Ready', status: 'True', reason: 'Test', message: '' }],
  });
}

type Pod = { metadata: { name: string; uid: string }; spec: { containers: { name: string }[] } };

/** The pods of a namespace that nobody has asked to delete, once there is one that `isWanted`. */
export async function podsOf(
  cluster: Cluster,
  namespace: string,
  isWanted: (pod: any) => boolean = () => true,
): Promise<Pod[]> {
  for (;;) {
    const { items } = await getObject(cluster, ['pods', '-n', namespace]);
    const pods = (items as any[]).filter(
      (pod) => pod.metadata.deletionTimestamp === undefined && isWanted(pod),
    );
    if (pods.length > 0) return pods as Pod[];
    await delay(100);
  }
}

/** The state of one container, as a kubelet writes it. */
export type ContainerState = {
  waiting?: object;
  running?: object;
  terminated?: object;
};

/** Writes the status of a pod whose container `main` is in this state. */
export function podStatus(state: ContainerState, more: object = {}): object {
  const isReady = state.running !== undefined;
  const ready = isReady ? 'True' : 'False';
  return {
    phase: isReady ? 'Running' : 'Pending',
    conditions: [
      { type: 'PodScheduled', status: 'True' },
      { type: 'ContainersReady', status: ready, lastTransitionTime: '2026-01-01T00:00:00Z' },
      { type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T00:00:00Z' },
    ],
    containerStatuses: [container('main', state, isReady)],
    ...more,
  };
}

/** The status of one container. */
export function container(
  name: string,
  state: ContainerState,
  ready = false,
  more: object = {},
): object {
  return { name, ready, restartCount: 0, image: 'x', imageID: '', started: ready, state, ...more };
}

/** Writes a status for the pods of {@link podsOf}, and returns these. */
export async function writePods(
  cluster: Cluster,
  namespace: string,
  status: object,
  isWanted?: (pod: any) => boolean,
): Promise<Pod[]> {
  const pods = await podsOf(cluster, namespace, isWanted);
  for (const { metadata } of pods) {
    await writeStatus(cluster, ['pod', metadata.name, '-n', namespace], status);
  }
  return pods;
}

/** Writes a Warning about a pod. */
export async function warn(
  cluster: Cluster,
  namespace: string,
  { metadata: { name, uid } }: Pod,
  event: { reason: string; message: string },
): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  await kubectl(cluster, ['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `${name}-`, namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
    type: 'Warning',
    ...event,
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    source: { component: 'kubelet' },
  });
}
