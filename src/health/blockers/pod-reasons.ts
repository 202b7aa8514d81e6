import type { Blocker } from './blocker.ts';

type Advice = Pick<Blocker, 'hint' | 'outlook'>;

/**
 * What the reasons of containers and pods mean (kubelet: pkg/kubelet/{container,images}; scheduler). Only those count
 * as final after which the kubelet does not try again with another result: a network that comes late heals the rest, and
 * rolling back a good image is worse than waiting.
 */
const ADVICE = new Map<string, Advice>([
  ['InvalidImageName', { outlook: 'final', hint: 'correct the name of the image in the manifest' }],
  [
    'ErrImageNeverPull',
    {
      outlook: 'final',
      hint: 'embed the image into the OS image, or let it be pulled (imagePullPolicy: IfNotPresent)',
    },
  ],
  ...['ImagePullBackOff', 'ErrImagePull', 'RegistryUnavailable'].map((reason): [string, Advice] => [
    reason,
    {
      outlook: 'bad',
      hint: 'check the network, the pull secret (/etc/crio/openshift-pull-secret), and that the image is there; offline, embed it',
    },
  ]),
  [
    'CreateContainerConfigError',
    { outlook: 'bad', hint: 'create the ConfigMap or Secret, or the key in it, that it names' },
  ],
  [
    'CreateContainerError',
    { outlook: 'bad', hint: 'see what the container runtime says: journalctl -u crio' },
  ],
  [
    'RunContainerError',
    { outlook: 'bad', hint: 'check the command and the mounts of the container' },
  ],
  [
    'CrashLoopBackOff',
    { outlook: 'bad', hint: 'see why it ends: its log follows, if there is one' },
  ],
  [
    'OOMKilled',
    { outlook: 'bad', hint: 'raise its memory limit, or find out what it needs the memory for' },
  ],
  ['Error', { outlook: 'bad', hint: 'see why it ends: its log follows, if there is one' }],
  [
    'ContainerCannotRun',
    { outlook: 'bad', hint: 'check the command and the mounts of the container' },
  ],
  [
    'Unschedulable',
    {
      outlook: 'bad',
      hint: 'give the node what is missing, or ask for less; a taint or selector may keep the pod away',
    },
  ],
  [
    'SchedulingGated',
    { outlook: 'bad', hint: 'find out who was to remove the scheduling gates of the pod' },
  ],
  ['Evicted', { outlook: 'bad', hint: 'free memory or disk of the node' }],
  ['NodeLost', { outlook: 'bad', hint: 'check the node: kubectl describe node' }],
  [
    'FailedCreate',
    {
      outlook: 'bad',
      hint: 'the message says what refuses the pod: a quota, a security context, a missing ServiceAccount',
    },
  ],
  ['FailedMount', { outlook: 'bad', hint: 'create the Secret, ConfigMap or volume that it names' }],
  ['FailedAttachVolume', { outlook: 'bad', hint: 'check the volume and its storage class' }],
  [
    'FailedCreatePodSandBox',
    { outlook: 'bad', hint: 'check the network of the node: journalctl -u crio' },
  ],
  [
    'Unhealthy',
    { outlook: 'bad', hint: 'the probe fails: see its message, and the log of the container' },
  ],
  [
    'DeadlineExceeded',
    { outlook: 'final', hint: 'correct what made it slow, delete the object, and apply again' },
  ],
  [
    'BackoffLimitExceeded',
    { outlook: 'final', hint: 'see the log of its pods, delete the object, and apply again' },
  ],
]);

const UNKNOWN: Advice = { outlook: 'pending', hint: 'wait, or look at it with kubectl describe' };

/** What to do about a reason, and whether waiting may help; unknown ones are waited for. */
export function adviceOn(reason: string): Advice {
  return ADVICE.get(reason) ?? UNKNOWN;
}
