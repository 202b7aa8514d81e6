import type { BrokenState } from './broken-state.ts';
import { container, podStatus, warn, writePods } from './kubelet.ts';
import { BY_TEST, IMAGE, inState, lamp, runs, runsAnother, waiting } from './lamp.ts';

const SIDECAR = { name: 'side', image: IMAGE, restartPolicy: 'Always' };

/** Of pods with several containers, as a kubelet writes them. */
export const CONTAINER_STATES: BrokenState[] = [
  {
    name: 'a pod that nothing else stands for has an image that is not on the node',
    objects: ({ namespace }) => [
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'lamp', namespace } },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'lamp', namespace },
        spec: {
          ...BY_TEST,
          serviceAccountName: 'lamp',
          containers: [{ name: 'main', image: IMAGE, imagePullPolicy: 'Never' }],
        },
      },
    ],
    breaks: waiting('ErrImageNeverPull', `Container image "${IMAGE}" is not present`),
    cause: 'ErrImageNeverPull',
    outcome: 'certain',
    says: /^Pod .*\/lamp: is not ready → container main: ErrImageNeverPull: Container image .* is not present$/,
    hint: /./,
    repair: runs,
  },
  {
    name: 'a sidecar is not ready beside a container that is',
    objects: lamp({ ...BY_TEST, initContainers: [SIDECAR] }),
    breaks: inState(
      {},
      {
        phase: 'Running',
        initContainerStatuses: [container('side', { running: {} }, false, { started: true })],
        containerStatuses: [container('main', { running: {} }, true)],
      },
    ),
    cause: 'NotReady',
    outcome: 'pending',
    says: /→ Pod .* → sidecar container side: runs, but is not ready$/,
    hint: /kubectl logs lamp-\S+ -n \S+ -c side$/,
    repair: runs,
  },
  {
    name: 'an init container does not end',
    objects: lamp({ ...BY_TEST, initContainers: [{ name: 'init', image: IMAGE }] }),
    breaks: inState(
      { waiting: { reason: 'PodInitializing' } },
      { initContainerStatuses: [container('init', { running: {} }, false, { started: true })] },
    ),
    cause: 'NotEnded',
    outcome: 'pending',
    says: /→ Pod .* → init container init: still runs/,
    hint: /kubectl logs lamp-\S+ -n \S+ -c init$/,
    repair: runs,
  },
  {
    name: 'one container crashes, and another has no valid image',
    objects: lamp({
      ...BY_TEST,
      containers: [
        { name: 'first', image: IMAGE },
        { name: 'main', image: IMAGE },
      ],
    }),
    breaks: inState(
      {},
      {
        containerStatuses: [
          container('first', { waiting: { reason: 'CrashLoopBackOff' } }),
          container('main', { waiting: { reason: 'InvalidImageName', message: 'no' } }),
        ],
      },
    ),
    cause: 'InvalidImageName',
    outcome: 'certain',
    says: /→ Pod .* → container main: InvalidImageName: no$/,
    hint: /no valid reference/,
    repair: runsAnother,
  },
  {
    name: 'a pull secret is missing',
    objects: lamp({ ...BY_TEST, imagePullSecrets: [{ name: 'key' }] }),
    breaks: async ({ cluster, namespace }) => {
      const status = podStatus({ waiting: { reason: 'ImagePullBackOff', message: 'Back-off' } });
      const [pod] = await writePods(cluster, namespace, status);
      if (pod === undefined) return;
      await warn(cluster, namespace, pod, {
        reason: 'FailedToRetrieveImagePullSecret',
        message: 'Unable to retrieve some image pull secrets (key); attempting to pull',
      });
      await warn(cluster, namespace, pod, { reason: 'Failed', message: 'unauthorized' });
    },
    cause: 'ImagePullBackOff',
    outcome: 'bad',
    says: /ImagePullBackOff: Back-off → FailedToRetrieveImagePullSecret: .*\(key\).* → Failed: unauthorized$/,
    hint: /create the pull secret/,
    repair: runs,
  },
];
