/**
 * The kinds that kustomize knows to live outside of namespaces: those of the Kubernetes 1.21 that it is
 * built with. Others, also newer ones of Kubernetes itself, it takes for namespaced.
 */
const CLUSTER_SCOPED: Record<string, [versions: string[], kinds: string[]][]> = {
  '': [[['v1'], ['ComponentStatus', 'Namespace', 'Node', 'NodeProxyOptions', 'PersistentVolume']]],
  'admissionregistration.k8s.io': [
    [
      ['v1', 'v1beta1'],
      ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    ],
  ],
  'apiextensions.k8s.io': [[['v1', 'v1beta1'], ['CustomResourceDefinition']]],
  'apiregistration.k8s.io': [[['v1', 'v1beta1'], ['APIService']]],
  'certificates.k8s.io': [[['v1', 'v1beta1'], ['CertificateSigningRequest']]],
  'flowcontrol.apiserver.k8s.io': [[['v1beta1'], ['FlowSchema', 'PriorityLevelConfiguration']]],
  'networking.k8s.io': [[['v1', 'v1beta1'], ['IngressClass']]],
  'node.k8s.io': [[['v1', 'v1beta1'], ['RuntimeClass']]],
  policy: [[['v1beta1'], ['PodSecurityPolicy']]],
  'rbac.authorization.k8s.io': [
    [
      ['v1', 'v1beta1'],
      ['ClusterRole', 'ClusterRoleBinding'],
    ],
  ],
  'scheduling.k8s.io': [[['v1', 'v1beta1'], ['PriorityClass']]],
  'storage.k8s.io': [
    [
      ['v1', 'v1beta1'],
      ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    ],
  ],
};

const KEYS = new Set(
  Object.entries(CLUSTER_SCOPED).flatMap(([group, entries]) =>
    entries.flatMap(([versions, kinds]) =>
      versions.flatMap((version) => kinds.map((kind) => `${group}/${version}/${kind}`)),
    ),
  ),
);

/** Whether kustomize takes a kind for one whose objects have no namespace. */
export function isClusterScoped(group: string, version: string, kind: string): boolean {
  return KEYS.has(`${group}/${version}/${kind}`);
}
