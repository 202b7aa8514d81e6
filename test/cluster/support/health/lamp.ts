import { patch, run } from './broken-state.ts';
import type { Place } from './broken-state.ts';
import { TEST_NODE, podStatus, writePods } from './kubelet.ts';
import type { ContainerState } from './kubelet.ts';

/* The workload `lamp`, which states break, and what is done with it. */

export const IMAGE = 'registry.example.com/main:1';
/** On a node whose kubelet is the test. */
export const BY_TEST = { nodeName: TEST_NODE };

export function workload(
  kind: string,
  { namespace }: Place,
  podSpec: object,
  spec: object = {},
): object {
  const labels = { app: 'lamp' };
  const apiVersion = kind === 'Job' ? 'batch/v1' : 'apps/v1';
  return {
    apiVersion,
    kind,
    metadata: { name: 'lamp', namespace },
    spec: {
      ...(kind === 'Job' ? {} : { selector: { matchLabels: labels } }),
      ...(kind === 'StatefulSet' ? { serviceName: 'lamp' } : {}),
      template: {
        metadata: { labels },
        spec: {
          ...(kind === 'Job' ? { restartPolicy: 'Never' } : {}),
          containers: [{ name: 'main', image: IMAGE }],
          ...podSpec,
        },
      },
      ...spec,
    },
  };
}

export const lamp =
  (podSpec: object, spec: object = {}, kind = 'Deployment') =>
  (place: Place): object[] => [workload(kind, place, podSpec, spec)];

/** Takes a field out of the pod template of the Deployment. */
export const without = (field: string) => (place: Place) =>
  patch(place, { template: { spec: { [field]: null } } });
/** Has a controller try at once what it would try again later. */
export const nudge = (place: Place, kind = 'replicasets') =>
  run(place, 'annotate', kind, '--all', 'test=nudged', '--overwrite');

export const inState = (state: ContainerState, more?: object) => (place: Place) =>
  writePods(place.cluster, place.namespace, podStatus(state, more));
export const waiting = (reason: string, message: string) =>
  inState({ waiting: { reason, message } });
export const runs = inState({ running: { startedAt: '2026-01-01T00:00:00Z' } });
/** Gives the Deployment another image, and has its new pod run. */
export const runsAnother = async (place: Place): Promise<void> => {
  const image = 'registry.example.com/main:2';
  await patch(place, { template: { spec: { containers: [{ name: 'main', image }] } } });
  const status = podStatus({ running: {} });
  const isNew = (pod: any): boolean => pod.spec.containers[0].image === image;
  await writePods(place.cluster, place.namespace, status, isNew);
};

/** A webhook that the API server never calls, since nothing has its kind. */
export const webhook = ({ namespace }: Place): object => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: `${namespace}.example.com` },
  webhooks: [
    {
      name: `${namespace}.example.com`,
      clientConfig: { service: { namespace, name: 'lamp' } },
      rules: [
        {
          apiGroups: [`${namespace}.example.com`],
          apiVersions: ['v1'],
          operations: ['CREATE'],
          resources: ['nothings'],
        },
      ],
      sideEffects: 'None',
      admissionReviewVersions: ['v1'],
    },
  ],
});
