import type { GroupKind } from './object.ts';
import { groupKindKey } from './object.ts';

/** How a kind is addressed: the plural of its URLs, and whether its objects live in namespaces. */
export type KindInfo = { plural: string; namespaced: boolean };

/**
 * The kinds that kube-apiserver itself serves (1.31 to 1.36), so that no discovery is needed for them;
 * test/cluster/builtin-kinds.test.ts holds the table against a real server. `[kind, plural]`.
 */
const CLUSTER_SCOPED: Record<string, [kind: string, plural: string][]> = {
  '': [
    ['Namespace', 'namespaces'],
    ['Node', 'nodes'],
    ['PersistentVolume', 'persistentvolumes'],
  ],
  'admissionregistration.k8s.io': [
    ['MutatingAdmissionPolicy', 'mutatingadmissionpolicies'],
    ['MutatingAdmissionPolicyBinding', 'mutatingadmissionpolicybindings'],
    ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations'],
    ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies'],
    ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings'],
    ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations'],
  ],
  'apiextensions.k8s.io': [['CustomResourceDefinition', 'customresourcedefinitions']],
  'apiregistration.k8s.io': [['APIService', 'apiservices']],
  'certificates.k8s.io': [['CertificateSigningRequest', 'certificatesigningrequests']],
  'flowcontrol.apiserver.k8s.io': [
    ['FlowSchema', 'flowschemas'],
    ['PriorityLevelConfiguration', 'prioritylevelconfigurations'],
  ],
  'networking.k8s.io': [
    ['IngressClass', 'ingressclasses'],
    ['IPAddress', 'ipaddresses'],
    ['ServiceCIDR', 'servicecidrs'],
  ],
  'node.k8s.io': [['RuntimeClass', 'runtimeclasses']],
  'rbac.authorization.k8s.io': [
    ['ClusterRoleBinding', 'clusterrolebindings'],
    ['ClusterRole', 'clusterroles'],
  ],
  'resource.k8s.io': [
    ['DeviceClass', 'deviceclasses'],
    ['ResourceSlice', 'resourceslices'],
  ],
  'scheduling.k8s.io': [['PriorityClass', 'priorityclasses']],
  'storage.k8s.io': [
    ['CSIDriver', 'csidrivers'],
    ['CSINode', 'csinodes'],
    ['StorageClass', 'storageclasses'],
    ['VolumeAttachment', 'volumeattachments'],
    ['VolumeAttributesClass', 'volumeattributesclasses'],
  ],
};

const NAMESPACED: Record<string, [kind: string, plural: string][]> = {
  '': [
    ['ConfigMap', 'configmaps'],
    ['Endpoints', 'endpoints'],
    ['Event', 'events'],
    ['LimitRange', 'limitranges'],
    ['PersistentVolumeClaim', 'persistentvolumeclaims'],
    ['Pod', 'pods'],
    ['PodTemplate', 'podtemplates'],
    ['ReplicationController', 'replicationcontrollers'],
    ['ResourceQuota', 'resourcequotas'],
    ['Secret', 'secrets'],
    ['ServiceAccount', 'serviceaccounts'],
    ['Service', 'services'],
  ],
  apps: [
    ['ControllerRevision', 'controllerrevisions'],
    ['DaemonSet', 'daemonsets'],
    ['Deployment', 'deployments'],
    ['ReplicaSet', 'replicasets'],
    ['StatefulSet', 'statefulsets'],
  ],
  autoscaling: [['HorizontalPodAutoscaler', 'horizontalpodautoscalers']],
  batch: [
    ['CronJob', 'cronjobs'],
    ['Job', 'jobs'],
  ],
  'coordination.k8s.io': [['Lease', 'leases']],
  'discovery.k8s.io': [['EndpointSlice', 'endpointslices']],
  'events.k8s.io': [['Event', 'events']],
  'networking.k8s.io': [
    ['Ingress', 'ingresses'],
    ['NetworkPolicy', 'networkpolicies'],
  ],
  policy: [['PodDisruptionBudget', 'poddisruptionbudgets']],
  'rbac.authorization.k8s.io': [
    ['RoleBinding', 'rolebindings'],
    ['Role', 'roles'],
  ],
  'resource.k8s.io': [
    ['ResourceClaim', 'resourceclaims'],
    ['ResourceClaimTemplate', 'resourceclaimtemplates'],
  ],
  'storage.k8s.io': [['CSIStorageCapacity', 'csistoragecapacities']],
};

const KINDS = new Map([...entries(CLUSTER_SCOPED, false), ...entries(NAMESPACED, true)]);

function entries(
  table: Record<string, [kind: string, plural: string][]>,
  namespaced: boolean,
): [string, KindInfo][] {
  return Object.entries(table).flatMap(([group, kinds]) =>
    kinds.map(([kind, plural]): [string, KindInfo] => [
      groupKindKey({ group, kind }),
      { plural, namespaced },
    ]),
  );
}

/** What is known of a kind built into the API server; undefined for any other. */
export function builtinKind(kind: GroupKind): KindInfo | undefined {
  return KINDS.get(groupKindKey(kind));
}
