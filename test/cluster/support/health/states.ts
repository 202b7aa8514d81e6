import { kubectl, untilServed } from '../kubectl.ts';
import { configMap, deployment, widgetCrd } from '../trees.ts';
import {
  create,
  group,
  patch,
  run,
  service,
  theWidget,
  widgetReady,
  writeReady,
} from './broken-state.ts';
import type { BrokenState, Place } from './broken-state.ts';
import { CONDITION_STATES } from './condition-states.ts';
import { CONTAINER_STATES } from './container-states.ts';
import { TEST_NODE, container, podsOf, warn, writePods } from './kubelet.ts';
import {
  BY_TEST,
  IMAGE,
  inState,
  lamp,
  nudge,
  runs,
  runsAnother,
  waiting,
  webhook,
  without,
  workload,
} from './lamp.ts';
import { SERVICE_STATES } from './service-states.ts';

/** A pod whose container is in one state, of which its kubelet writes. */
function containerState(
  reason: string,
  outcome: BrokenState['outcome'],
  message: string,
  hint: RegExp,
): BrokenState {
  return {
    name: `container waits: ${reason}`,
    objects: lamp(BY_TEST),
    breaks: waiting(reason, message),
    cause: reason,
    outcome,
    says: new RegExp(
      `^Deployment .*/lamp: 0 of 1 replicas are available → Pod .*/lamp-\\S+ → container main: ${reason}: `,
    ),
    hint,
    repair: outcome === 'certain' ? runsAnother : runs,
  };
}

const createsServiceAccount = (place: Place): Promise<string> =>
  create(place, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'operator', namespace: place.namespace },
  });

const quota = ({ namespace }: Place): object => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'few', namespace },
  spec: { hard: { pods: '0' } },
});

/** The state of a Job's only pod when it has ended. */
const ended = (exitCode: number): object => ({
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  containerStatuses: [
    container('main', {
      terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' },
    }),
  ],
});

export const BROKEN_STATES: BrokenState[] = [
  // By the controllers and the scheduler
  {
    name: 'the ServiceAccount is missing',
    objects: lamp({ serviceAccountName: 'operator' }),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /^Deployment .*\/lamp: 0 of 1 .* → ReplicaSet .*\/lamp-\S+: FailedCreate: .*serviceaccount "operator" not found/,
    hint: /create the ServiceAccount/,
    repair: async (place) => {
      await createsServiceAccount(place);
      await nudge(place);
    },
  },
  {
    name: 'a quota lets no pod in',
    before: (place) => [quota(place)],
    objects: lamp({}),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /ReplicaSet .*: FailedCreate: .*exceeded quota: few/,
    hint: /raise the ResourceQuota/,
    repair: async (place) => {
      await run(place, 'delete', 'resourcequota', 'few');
      await nudge(place);
    },
  },
  {
    name: 'a quota lets no ReplicaSet in',
    before: ({ namespace }) => [
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'none', namespace },
        spec: { hard: { 'count/replicasets.apps': '0' } },
      },
    ],
    objects: lamp({}),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /^Deployment .*\/lamp: has no ReplicaSet: .*exceeded quota: none/,
    hint: /raise the ResourceQuota/,
    repair: async (place) => {
      await run(place, 'delete', 'resourcequota', 'none');
      await nudge(place, 'deployments');
    },
  },
  {
    name: 'the namespace of a workload is missing',
    objects: ({ namespace }) => [configMap(namespace, 'a')],
    health: ({ namespace }) => ({
      workloads: [{ kind: 'Deployment', namespace: `${namespace}-other`, name: 'lamp' }],
    }),
    cause: 'NamespaceMissing',
    outcome: 'pending',
    says: /^Deployment .*\/lamp: does not exist → Namespace \S+-other: does not exist$/,
    hint: /apply what namespace \S+-other is part of/,
    repair: async (place) => {
      const other = { ...place, namespace: `${place.namespace}-other` };
      await kubectl(place.cluster, ['create', 'namespace', other.namespace]);
      await create(other, ...lamp({})(other));
    },
  },
  {
    name: 'the pod is refused by pod security',
    objects: lamp({ hostNetwork: true }),
    breaks: (place) =>
      kubectl(place.cluster, [
        'label',
        'namespace',
        place.namespace,
        'pod-security.kubernetes.io/enforce=restricted',
      ]).then(() => run(place, 'delete', 'pods', '--all', '--force')),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /ReplicaSet .*: FailedCreate: .*violates PodSecurity/,
    hint: /pod-security\.kubernetes\.io\/enforce/,
    repair: async (place) => {
      const label = 'pod-security.kubernetes.io/enforce=privileged';
      await kubectl(place.cluster, ['label', 'namespace', place.namespace, label, '--overwrite']);
      await nudge(place);
    },
  },
  {
    name: 'a LimitRange allows less than the pod asks for',
    before: ({ namespace }) => [
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'small', namespace },
        spec: { limits: [{ type: 'Pod', max: { memory: '1Mi' } }] },
      },
    ],
    objects: lamp({
      containers: [
        {
          name: 'main',
          image: IMAGE,
          resources: { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } },
        },
      ],
    }),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /ReplicaSet .*: FailedCreate: .*maximum memory usage per Pod/,
    hint: /change what the message names/,
    repair: async (place) => {
      await run(place, 'delete', 'limitrange', 'small');
      await nudge(place);
    },
  },
  {
    name: 'no node has the label that the pod wants',
    objects: lamp({ nodeSelector: { 'example.com/lamps': 'yes' } }),
    cause: 'Unschedulable',
    outcome: 'bad',
    says: /Pod .* → Unschedulable: .*node affinity\/selector/,
    hint: /label the node/,
    repair: without('nodeSelector'),
  },
  {
    name: 'no node has the processors that the pod wants',
    objects: lamp({
      containers: [{ name: 'main', image: IMAGE, resources: { requests: { cpu: '1k' } } }],
    }),
    cause: 'Unschedulable',
    outcome: 'bad',
    says: /Pod .* → Unschedulable: .*Insufficient cpu/,
    hint: /lower the pod's requests/,
    repair: (place) =>
      patch(place, { template: { spec: { containers: [{ name: 'main', image: IMAGE }] } } }),
  },
  {
    name: 'the PersistentVolumeClaim is missing',
    objects: lamp({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }),
    cause: 'Unschedulable',
    outcome: 'bad',
    says: /Unschedulable: .*persistentvolumeclaim "data" not found/,
    hint: /create the PersistentVolumeClaim/,
    repair: without('volumes'),
  },
  {
    name: 'the progress deadline has passed',
    objects: lamp({ nodeSelector: { 'example.com/lamps': 'yes' } }, { progressDeadlineSeconds: 1 }),
    breaks: (place) =>
      run(
        place,
        'wait',
        'deployment/lamp',
        '--for=jsonpath={.status.conditions[?(@.type=="Progressing")].reason}=ProgressDeadlineExceeded',
        '--timeout=60s',
      ),
    cause: 'Unschedulable',
    outcome: 'bad',
    says: /lamp: does not progress: .* → Pod .* → Unschedulable/,
    hint: /label the node/,
    repair: without('nodeSelector'),
  },
  {
    name: 'the Deployment is paused',
    objects: lamp({}, { paused: true }),
    cause: 'Paused',
    outcome: 'bad',
    says: /lamp: is paused, with 0 of 1 replicas updated$/,
    hint: /kubectl rollout resume deployment lamp/,
    repair: (place) => patch(place, { paused: null }),
  },
  {
    name: 'the Deployment is being deleted',
    objects: lamp({}),
    breaks: async (place) => {
      const finalizers = JSON.stringify({ metadata: { finalizers: ['example.com/held'] } });
      await run(place, 'patch', 'deployment/lamp', '--type=merge', '-p', finalizers);
      await run(place, 'delete', 'deployment/lamp', '--wait=false');
    },
    cause: 'BeingDeleted',
    outcome: 'pending',
    says: /lamp: is being deleted; held up by example\.com\/held$/,
    hint: /which finalizers/,
    repair: async (place) => {
      const none = '{"metadata":{"finalizers":null}}';
      await run(place, 'patch', 'deployment/lamp', '--type=merge', '-p', none);
      await run(place, 'wait', 'deployment/lamp', '--for=delete', '--timeout=60s');
      await create(place, ...lamp({})(place));
    },
  },
  {
    name: 'a StatefulSet has no ServiceAccount',
    objects: lamp({ serviceAccountName: 'operator' }, {}, 'StatefulSet'),
    cause: 'FailedCreate',
    outcome: 'bad',
    says: /^StatefulSet .*: 0 of 1 replicas are ready → FailedCreate: .*"operator" not found/,
    hint: /create the ServiceAccount/,
    repair: async (place) => {
      await createsServiceAccount(place);
      await nudge(place, 'statefulsets');
    },
  },
  {
    name: 'the pod of a StatefulSet cannot be scheduled',
    objects: lamp({ nodeSelector: { 'example.com/lamps': 'yes' } }, {}, 'StatefulSet'),
    cause: 'Unschedulable',
    outcome: 'bad',
    says: /^StatefulSet .* → Pod .*\/lamp-0 → Unschedulable/,
    hint: /label the node/,
    repair: async (place) => {
      const what = 'statefulset/lamp';
      await patch(place, { template: { spec: { nodeSelector: null } } }, 'merge', what);
      // Its controller does not replace a pod that never ran.
      await run(place, 'delete', 'pods', '--all');
    },
  },
  {
    name: 'a DaemonSet cannot pull its image',
    objects: lamp(
      {
        nodeSelector: { 'kubernetes.io/hostname': TEST_NODE },
        tolerations: [{ operator: 'Exists' }],
      },
      {},
      'DaemonSet',
    ),
    breaks: waiting('ImagePullBackOff', `Back-off pulling image "${IMAGE}"`),
    cause: 'ImagePullBackOff',
    outcome: 'bad',
    says: /^DaemonSet .*: 0 of 1 pods are available → Pod .* → container main: ImagePullBackOff/,
    hint: /reaches its registry/,
    repair: runs,
  },
  {
    name: 'a Job has failed',
    objects: lamp(BY_TEST, { backoffLimit: 0 }, 'Job'),
    breaks: async (place) => {
      await writePods(place.cluster, place.namespace, ended(3));
      await run(place, 'wait', 'job/lamp', '--for=condition=Failed', '--timeout=60s');
    },
    cause: 'JobFailed',
    outcome: 'certain',
    says: /^Job .*: failed: BackoffLimitExceeded: .* → Pod .* → container main: ended with exit code 3/,
    hint: /delete the Job and apply again/,
    repair: async (place) => {
      await run(place, 'delete', 'job/lamp');
      await create(place, ...lamp(BY_TEST, { backoffLimit: 0 }, 'Job')(place));
      await writePods(place.cluster, place.namespace, ended(0));
    },
  },
  {
    name: 'the Service of a webhook is missing',
    objects: (place) => [webhook(place)],
    before: (place) => [deployment(place.namespace, 'lamp')],
    cause: 'ServiceMissing',
    outcome: 'pending',
    says: /^ValidatingWebhookConfiguration .*: calls Service .*\/lamp, which has no ready endpoint → Service .*\/lamp: does not exist/,
    hint: /create the Service/,
    repair: (place) => create(place, service(place)),
  },
  {
    name: 'the Service of a webhook selects nothing',
    objects: (place) => [service(place), webhook(place)],
    cause: 'NoPodSelected',
    outcome: 'pending',
    says: /no ready endpoint → Service .*\/lamp: no pod has the labels that it selects/,
    hint: /selector fits the labels/,
    repair: (place) => create(place, deployment(place.namespace, 'lamp')),
  },
  {
    name: 'the workload of a webhook cannot pull its image',
    before: lamp(BY_TEST),
    objects: (place) => [service(place), webhook(place)],
    breaks: waiting('ErrImagePull', 'manifest unknown'),
    cause: 'ErrImagePull',
    outcome: 'bad',
    says: /no ready endpoint → Service .*\/lamp → Pod .* → container main: ErrImagePull: manifest unknown/,
    hint: /reaches its registry/,
    repair: inState({ running: {} }, { podIP: '192.0.2.7', podIPs: [{ ip: '192.0.2.7' }] }),
  },
  {
    name: 'a CRD is refused its names',
    objects: (place) => [widgetCrd(group(place), { singular: 'gadget' })],
    before: (place) => [widgetCrd(group(place))],
    cause: 'NamesNotAccepted',
    outcome: 'bad',
    says: /^CustomResourceDefinition gadgets\..*: its names are not accepted/,
    hint: /another CRD of the group has the names/,
    repair: (place) => kubectl(place.cluster, ['delete', 'crd', `widgets.${group(place)}`]),
  },
  {
    name: 'a condition speaks of an older generation',
    objects: (place) => [widgetCrd(group(place)), theWidget(place)],
    health: widgetReady,
    breaks: async (place) => {
      await writeReady(place, 'True', 1);
      await patch(place, { size: 2 }, 'merge', `widgets.${group(place)}/w`);
    },
    cause: 'NotObserved',
    outcome: 'pending',
    says: /Widget.*\/w: its condition Ready speaks of generation 1, but the object is at 2$/,
    hint: /see that its controller runs/,
    repair: (place) => writeReady(place, 'True', 2),
  },
  {
    name: 'a workload that an operator is to make is missing',
    objects: ({ namespace }) => [configMap(namespace, 'a')],
    health: ({ namespace }) => ({ workloads: [{ kind: 'Deployment', namespace, name: 'lamp' }] }),
    cause: 'Missing',
    outcome: 'pending',
    says: /^Deployment .*\/lamp: does not exist$/,
    hint: /of what an operator makes/,
    repair: (place) => create(place, ...lamp({})(place)),
  },

  // By the kubelet
  containerState('InvalidImageName', 'certain', 'couldn’t parse image name', /no valid reference/),
  containerState(
    'ErrImageNeverPull',
    'certain',
    `Container image "${IMAGE}" is not present with pull policy of Never`,
    /OS image/,
  ),
  containerState(
    'ImagePullBackOff',
    'bad',
    `Back-off pulling image "${IMAGE}": ErrImagePull: unauthorized`,
    /pull secret/,
  ),
  containerState(
    'CreateContainerConfigError',
    'bad',
    'secret "key" not found',
    /create the ConfigMap, Secret or key/,
  ),
  containerState('RunContainerError', 'bad', 'exec: "x": not found', /command, user and mounts/),
  {
    name: 'a container is killed for its memory',
    objects: lamp(BY_TEST),
    breaks: inState(
      {},
      {
        containerStatuses: [
          container(
            'main',
            { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting' } },
            false,
            {
              restartCount: 3,
              lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
            },
          ),
        ],
      },
    ),
    cause: 'OOMKilled',
    outcome: 'bad',
    says: /container main: CrashLoopBackOff, ended with exit code 137 \(OOMKilled\), after 3 restarts/,
    hint: /limits\.memory of container main/,
    repair: runs,
  },
  {
    name: 'an init container ends again and again',
    objects: lamp({ ...BY_TEST, initContainers: [{ name: 'init', image: IMAGE }] }),
    breaks: inState(
      { waiting: { reason: 'PodInitializing' } },
      {
        initContainerStatuses: [
          container('init', { waiting: { reason: 'CrashLoopBackOff' } }, false, {
            restartCount: 2,
            lastState: { terminated: { exitCode: 1, reason: 'Error' } },
          }),
        ],
      },
    ),
    cause: 'CrashLoopBackOff',
    outcome: 'bad',
    says: /init container init: CrashLoopBackOff, ended with exit code 1 \(Error\), after 2 restarts/,
    hint: /kubectl logs lamp-\S+ -n \S+ -c init --previous/,
    repair: runs,
  },
  {
    name: 'a volume cannot be mounted',
    objects: lamp(BY_TEST),
    breaks: async (place) => {
      const [pod] = await waiting('ContainerCreating', '')(place);
      const message = 'MountVolume.SetUp failed for volume "tls": secret "tls" not found';
      if (pod) await warn(place.cluster, place.namespace, pod, { reason: 'FailedMount', message });
    },
    cause: 'FailedMount',
    outcome: 'bad',
    says: /container main: ContainerCreating → FailedMount: .*secret "tls" not found/,
    hint: /ConfigMap, Secret or PersistentVolumeClaim/,
    repair: runs,
  },
  {
    name: 'a probe fails',
    objects: lamp(BY_TEST),
    breaks: async (place) => {
      const status = [container('main', { running: {} })];
      const [pod] = await inState({}, { phase: 'Running', containerStatuses: status })(place);
      const message = 'Readiness probe failed: connection refused';
      if (pod) await warn(place.cluster, place.namespace, pod, { reason: 'Unhealthy', message });
    },
    cause: 'Unhealthy',
    outcome: 'pending',
    says: /container main: runs, but is not ready → Unhealthy: Readiness probe failed/,
    hint: /check the probe/,
    repair: runs,
  },
  {
    name: 'the node does not exist',
    objects: lamp({ nodeName: 'nowhere' }),
    breaks: ({ cluster, namespace }) => podsOf(cluster, namespace),
    cause: 'NodeMissing',
    outcome: 'bad',
    says: /its node has not begun with it → Node nowhere: does not exist/,
    hint: /kubectl delete pod/,
    repair: without('nodeName'),
  },
  {
    name: 'an operator cannot report, since what it made is blocked',
    before: (place) => [workload('Deployment', place, BY_TEST)],
    objects: (place) => [widgetCrd(group(place)), theWidget(place)],
    health: (place) => ({
      ...widgetReady(place),
      workloads: [{ kind: 'Deployment', namespace: place.namespace, name: 'lamp' }],
    }),
    breaks: async (place) => {
      await waiting('ImagePullBackOff', 'Back-off')(place);
      await writeReady(place, 'False', 1);
    },
    cause: 'ImagePullBackOff',
    outcome: 'bad',
    says: /^Widget.*\/w: its condition Ready is False .* → Deployment .*\/lamp: 0 of 1 .* → Pod .* → container main: ImagePullBackOff/,
    hint: /reaches its registry/,
    told: /Deployment .*\/lamp: 0 of 1 .* → Pod .* → container main: ImagePullBackOff/,
    repair: async (place) => {
      await runs(place);
      await writeReady(place, 'True', 1);
    },
  },
  ...CONTAINER_STATES,
  ...SERVICE_STATES,
  ...CONDITION_STATES,
];

/** A tree of all kinds of workloads, with a webhook. */
export function healthyObjects(place: Place): object[] {
  const named = (kind: string, name: string): object => {
    const object = workload(kind, place, {}) as { metadata: object };
    return { ...object, metadata: { ...object.metadata, name } };
  };
  return [
    ...['Deployment', 'StatefulSet', 'DaemonSet', 'Job'].map((kind) =>
      named(kind, kind.toLowerCase()),
    ),
    service(place),
    webhook(place),
  ];
}

/** Writes what a state begins with. */
export async function breakDown(place: Place, state: BrokenState): Promise<void> {
  const objects = state.objects(place);
  const first = [...(state.before?.(place) ?? [])];
  if (first.length > 0) await create(place, ...first);
  const isCustom = (object: any): boolean => object.kind === 'Widget';
  await create(place, ...objects.filter((object) => !isCustom(object)));
  if (objects.some(isCustom)) {
    await untilServed(place.cluster, `widgets.${group(place)}`);
    await create(place, ...objects.filter(isCustom));
  }
  await state.breaks?.(place);
}
