/**
 * Which lists a strategic merge patch merges, and by which fields of their items: what the OpenAPI schema
 * of Kubernetes 1.21 says, which kustomize is built with. It replaces all other lists of these kinds.
 */

const CONTAINER = {
  env: ['name'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
};
const PORTS = ['containerPort', 'protocol'];

const POD_SPEC: Record<string, string[]> = {
  containers: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumes: ['name'],
  'containers.ports': PORTS,
  'initContainers.ports': PORTS,
  ...Object.fromEntries(
    ['containers', 'ephemeralContainers', 'initContainers'].flatMap((list) =>
      Object.entries(CONTAINER).map(([field, keys]) => [`${list}.${field}`, keys]),
    ),
  ),
};

const podsAt = (path: string): Record<string, string[]> =>
  Object.fromEntries(Object.entries(POD_SPEC).map(([field, keys]) => [`${path}.${field}`, keys]));

const NONE: Record<string, string[]> = {};
const WORKLOAD = podsAt('spec.template.spec');
const WEBHOOKS = { webhooks: ['name'] };

const KINDS: Record<string, Record<string, string[]>> = {
  'v1/ConfigMap': NONE,
  'v1/Namespace': NONE,
  'v1/PersistentVolumeClaim': NONE,
  'v1/Pod': podsAt('spec'),
  'v1/PodTemplate': podsAt('template.spec'),
  'v1/ReplicationController': WORKLOAD,
  'v1/Secret': NONE,
  'v1/Service': { 'spec.ports': ['port', 'protocol'] },
  'v1/ServiceAccount': { secrets: ['name'] },
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': WEBHOOKS,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': WEBHOOKS,
  'apps/v1/DaemonSet': WORKLOAD,
  'apps/v1/Deployment': WORKLOAD,
  'apps/v1/ReplicaSet': WORKLOAD,
  'apps/v1/StatefulSet': WORKLOAD,
  'batch/v1/CronJob': podsAt('spec.jobTemplate.spec.template.spec'),
  'batch/v1/Job': WORKLOAD,
  'networking.k8s.io/v1/Ingress': NONE,
  'networking.k8s.io/v1/NetworkPolicy': NONE,
  'policy/v1/PodDisruptionBudget': NONE,
  'rbac.authorization.k8s.io/v1/ClusterRole': NONE,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': NONE,
  'rbac.authorization.k8s.io/v1/Role': NONE,
  'rbac.authorization.k8s.io/v1/RoleBinding': NONE,
};

/** The groups that the schema knows; of all others it knows nothing. */
const GROUPS =
  /^(?:apps|autoscaling|batch|extensions|policy|(?:admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|internal\.apiserver|networking|node|rbac\.authorization|scheduling|storage)\.k8s\.io)\/|^[^/]+$/;

/** Whether kustomize may have a schema for objects of an apiVersion. */
export function isBuiltinVersion(apiVersion: string): boolean {
  return GROUPS.test(apiVersion);
}

/**
 * Tells of the list at a path, without the indices of lists, the fields that items are merged by;
 * undefined where the list is replaced. Undefined itself for kinds that the table does not have.
 */
export function mergeKeysOf(
  apiVersion: string,
  kind: string,
): ((path: readonly string[]) => readonly string[] | undefined) | undefined {
  if (!isBuiltinVersion(apiVersion)) return () => undefined;
  const lists = KINDS[`${apiVersion}/${kind}`];
  return lists && ((path) => lists[path.join('.')]);
}
