/**
 * The kinds that a registry+v1 bundle may hold beside its ClusterServiceVersion: OLM refuses any other,
 * and looks at the kind alone, not at its group
 * (github.com/operator-framework/operator-registry, pkg/lib/bundle/supported_resources.go, v1.55).
 */
export const SUPPORTED_KINDS: readonly string[] = [
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'ConsoleCLIDownload',
  'ConsoleLink',
  'ConsoleQuickStart',
  'ConsoleYAMLSample',
  'CustomResourceDefinition',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'PriorityClass',
  'PrometheusRule',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
  'ServiceMonitor',
  'VerticalPodAutoscaler',
];
