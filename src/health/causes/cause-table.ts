/**
 * How it goes on: `certain` will not heal by waiting; `bad` may, and looks as if it would not; `pending` is what a
 * healthy start looks like, too.
 */
export type Outcome = (typeof OUTCOMES)[number];

/** The worst first. */
export const OUTCOMES = ['certain', 'bad', 'pending'] as const;

/** What is known of a cause by its name; `{pod}` and the like in a hint stand for what it is about. */
export type CauseRule = { outcome: Outcome; hint: string };

const DESCRIBE = 'kubectl describe pod {pod} -n {namespace}';
const LOG = 'kubectl logs {pod} -n {namespace}{inContainer}';
const VOLUME =
  'see that the ConfigMap, Secret or PersistentVolumeClaim of the volume exists and can be mounted';
const CANNOT_RUN = "check the container's command, user and mounts against its image";
const MUST_NOT_END = 'a container of a workload must not end by itself: check its command';
const PULL =
  "check the image's name, that the device reaches its registry, and that the pull secret lets it in; " +
  'offline, that the image is in the OS image';

/**
 * Causes by name: the reasons that kubelet, scheduler and controllers write, and some of this program. A reason
 * that is not here is `pending`. Only what no time, network, restart or other object can heal is `certain`:
 * to roll back a good image is worse than to wait.
 */
const CAUSES = new Map<string, CauseRule>(
  Object.entries({
    // Images (pkg/kubelet/images/types.go)
    InvalidImageName: {
      outcome: 'certain',
      hint: 'correct the image in the pod template: it is no valid reference',
    },
    ErrImageNeverPull: {
      outcome: 'certain',
      hint: "put the image into the device's OS image, or let imagePullPolicy pull it (IfNotPresent)",
    },
    ErrImagePull: { outcome: 'bad', hint: PULL },
    ImagePullBackOff: { outcome: 'bad', hint: PULL },
    RegistryUnavailable: { outcome: 'bad', hint: PULL },
    ImageInspectError: {
      outcome: 'bad',
      hint: 'the stored image seems damaged: remove it with crictl rmi and let it be pulled again',
    },
    SignatureValidationFailed: {
      outcome: 'bad',
      hint: "see that the device's /etc/containers/policy.json trusts who signed the image",
    },
    // Containers (pkg/kubelet/container/sync_result.go, pkg/kubelet/kuberuntime)
    CreateContainerConfigError: {
      outcome: 'bad',
      hint: 'create the ConfigMap, Secret or key that the message names',
    },
    CreateContainerError: { outcome: 'bad', hint: `see why with: ${DESCRIBE}` },
    RunContainerError: { outcome: 'bad', hint: CANNOT_RUN },
    ContainerCannotRun: { outcome: 'bad', hint: CANNOT_RUN },
    StartError: { outcome: 'bad', hint: CANNOT_RUN },
    OOMKilled: {
      outcome: 'bad',
      hint: 'raise resources.limits.memory of container {container}, or free memory on the node',
    },
    CrashLoopBackOff: { outcome: 'bad', hint: `read why it ended: ${LOG} --previous` },
    Error: { outcome: 'pending', hint: `read why it ended: ${LOG}` },
    Completed: { outcome: 'pending', hint: MUST_NOT_END },
    ContainerCreating: { outcome: 'pending', hint: `see what it waits for with: ${DESCRIBE}` },
    PodInitializing: { outcome: 'pending', hint: `see what it waits for with: ${DESCRIBE}` },
    NotReady: { outcome: 'pending', hint: `see what it does: ${LOG}` },
    NotEnded: { outcome: 'pending', hint: `see what it waits for: ${LOG}` },
    Unhealthy: {
      outcome: 'pending',
      hint: `check the probe against what the container serves; see what it does: ${LOG}`,
    },
    ReadinessGatesNotReady: {
      outcome: 'pending',
      hint: "see that the controller which sets the pod's readiness gate runs",
    },
    // Pods
    Unschedulable: {
      outcome: 'bad',
      hint: 'change what the scheduler names, of the pod or the node',
    },
    NotScheduled: {
      outcome: 'pending',
      hint: 'see that a scheduler of the name in spec.schedulerName runs; for default-scheduler: systemctl status microshift',
    },
    SchedulingGated: {
      outcome: 'pending',
      hint: 'see that the controller which lifts the scheduling gate runs',
    },
    Evicted: { outcome: 'bad', hint: 'free what the node is short of: memory or disk' },
    NodeNotReady: {
      outcome: 'bad',
      hint: 'see why the node is not ready: journalctl -u microshift -u crio',
    },
    NodeMissing: {
      outcome: 'bad',
      hint: 'delete the pod, so that it is made anew: kubectl delete pod {pod} -n {namespace}',
    },
    BeingDeleted: {
      outcome: 'pending',
      hint: 'see which finalizers hold it up, and that the controller which takes them away runs',
    },
    FailedMount: { outcome: 'bad', hint: VOLUME },
    FailedAttachVolume: { outcome: 'bad', hint: VOLUME },
    FailedMapVolume: { outcome: 'bad', hint: VOLUME },
    FailedCreatePodSandBox: {
      outcome: 'bad',
      hint: "see that the device's container network runs: kubectl get pods -n openshift-ovn-kubernetes",
    },
    NetworkNotReady: {
      outcome: 'bad',
      hint: "see that the device's container network runs: kubectl get pods -n openshift-ovn-kubernetes",
    },
    // Workloads
    FailedCreate: {
      outcome: 'bad',
      hint: 'change what the message names, so that its pods can be made',
    },
    ProgressDeadlineExceeded: {
      outcome: 'bad',
      hint: 'see what its pods wait for: kubectl get pods,events -n {namespace}',
    },
    Paused: {
      outcome: 'bad',
      hint: 'let it go on: kubectl rollout resume deployment {name} -n {namespace}',
    },
    Missing: {
      outcome: 'pending',
      hint: 'apply what it is part of; of what an operator makes, see why that does not: its log, the object that asks for it',
    },
    NamespaceMissing: {
      outcome: 'pending',
      hint: 'apply what namespace {namespace} is part of, or create it',
    },
    NotObserved: {
      outcome: 'pending',
      hint: 'see that its controller runs; for workloads: systemctl status microshift',
    },
    JobFailed: {
      outcome: 'certain',
      hint: 'see why its pods failed, then delete the Job and apply again: kubectl logs job/{name} -n {namespace}',
    },
    // Services
    ServiceMissing: { outcome: 'pending', hint: 'create the Service, or take away what calls it' },
    NoPodSelected: {
      outcome: 'pending',
      hint: "see that the Service's selector fits the labels of its workload's pods, and that this has pods",
    },
    NoEndpoint: {
      outcome: 'pending',
      hint: 'see what keeps its pods: kubectl get service,endpointslices,pods -n {namespace}',
    },
    NoServicePort: {
      outcome: 'pending',
      hint: 'let the Service have the port that the object names',
    },
    NoTargetPort: {
      outcome: 'pending',
      hint: "let the Service's targetPort be a port that its workload's containers have by that name",
    },
    ApiNotAnswering: {
      outcome: 'pending',
      hint: 'see what the workload behind it says: its log, its certificate, a NetworkPolicy in its way',
    },
    // CustomResourceDefinitions and their objects
    NamesNotAccepted: {
      outcome: 'bad',
      hint: 'another CRD of the group has the names: remove the one that is not wanted (its objects go with it)',
    },
    NotEstablished: {
      outcome: 'pending',
      hint: 'see what the API server says: kubectl describe crd {name}',
    },
    TerminalCondition: {
      outcome: 'certain',
      hint: 'change the object: its controller will not accept it as it is',
    },
    Flapping: {
      outcome: 'bad',
      hint: 'see what changes it again and again: the log of its controller, two of them at work, a probe with too little time',
    },
  } satisfies Record<string, CauseRule>),
);

const NO_PULL_SECRET = /Unable to retrieve some image pull secrets/;
const CREATE_PULL_SECRET =
  'create the pull secret that the message names, in namespace {namespace}, if the registry asks for one';

/**
 * Better hints by what the message says, for causes whose reason says little: `[cause, message, hint]`. Words
 * change between releases, so they refine a hint and decide nothing.
 */
const REFINED: readonly (readonly [cause: string, message: RegExp, hint: string])[] = [
  // Neither leaves a log that tells why: one never ran, the other has done all that it was to do.
  [
    'CrashLoopBackOff',
    /ended with exit code \d+ \((?:StartError|ContainerCannotRun)\)/,
    CANNOT_RUN,
  ],
  ['CrashLoopBackOff', /ended with exit code 0 \(Completed\)/, MUST_NOT_END],
  ['ErrImagePull', NO_PULL_SECRET, CREATE_PULL_SECRET],
  ['ImagePullBackOff', NO_PULL_SECRET, CREATE_PULL_SECRET],
  ['Unschedulable', /persistentvolumeclaim "[^"]*" not found/, 'create the PersistentVolumeClaim'],
  [
    'Unschedulable',
    /unbound immediate PersistentVolumeClaims/,
    'see that the claim names a StorageClass of the device, and that its volume group has room',
  ],
  [
    'Unschedulable',
    /Insufficient [\w./-]+/,
    "lower the pod's requests, or free what the node is short of",
  ],
  [
    'Unschedulable',
    /node affinity\/selector/,
    "label the node as the pod's nodeSelector or affinity wants it, or change that",
  ],
  ['Unschedulable', /untolerated taint/, 'take the taint off the node, or let the pod tolerate it'],
  ['Unschedulable', /free ports/, 'another pod has the host port: change one of them'],
  [
    'FailedCreate',
    /exceeded quota/,
    'raise the ResourceQuota of namespace {namespace}, or ask for less',
  ],
  ['FailedCreate', /must specify /, 'set the requests or limits that the ResourceQuota asks for'],
  [
    'FailedCreate',
    /serviceaccount "[^"]*" not found/,
    'create the ServiceAccount that the pod template names',
  ],
  [
    'FailedCreate',
    /security context constraint/,
    "let the pod's ServiceAccount use an SCC that allows what the pod asks for",
  ],
  [
    'FailedCreate',
    /violates PodSecurity/,
    'set the label pod-security.kubernetes.io/enforce of namespace {namespace} to what the pod needs',
  ],
  [
    'FailedCreate',
    /failed calling webhook/,
    'see that the workload behind the webhook runs; it has to admit every pod',
  ],
];

/** Whether a reason is the name of a cause in the table. */
export function isKnownCause(reason: string): boolean {
  return CAUSES.has(reason);
}

/** What is known of a cause, with the better hint where its message is known, too. */
export function ruleOf(cause: string, message: string): CauseRule {
  const rule = CAUSES.get(cause) ?? { outcome: 'pending', hint: `see more with: ${DESCRIBE}` };
  const refined = REFINED.find(([of, pattern]) => of === cause && pattern.test(message));
  return refined === undefined ? rule : { ...rule, hint: refined[2] };
}

/** How much a cause matters among others, by its name alone: the worst is 0. */
export function rankOfCause(name: string): number {
  return OUTCOMES.indexOf(ruleOf(name, '').outcome);
}
