/** A CRD whose objects may have any fields, where the real one is not at hand. */
function anyCrd(
  group: string,
  version: string,
  [kind, plural]: readonly [string, string],
  scope: 'Cluster' | 'Namespaced',
): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'unapproved, of a test' },
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      ],
    },
  };
}

/** MicroShift's own kind of route. */
export function openShiftRouteCrd(): object {
  return anyCrd('route.openshift.io', 'v1', ['Route', 'routes'], 'Namespaced');
}

/** The API that a metrics server serves, as kinds that the test writes the objects of. */
export function metricsCrds(): object[] {
  return [
    anyCrd('metrics.k8s.io', 'v1beta1', ['PodMetrics', 'pods'], 'Namespaced'),
    anyCrd('metrics.k8s.io', 'v1beta1', ['NodeMetrics', 'nodes'], 'Cluster'),
  ];
}

/** What a metrics server says of a pod or node: the shape of https://github.com/kubernetes/metrics. */
export function metricsOf(
  kind: 'NodeMetrics' | 'PodMetrics',
  metadata: { name: string; namespace?: string },
  usage: { cpu: string; memory: string },
): object {
  const of = kind === 'PodMetrics' ? { containers: [{ name: 'main', usage }] } : { usage };
  const times = { timestamp: '2026-01-01T00:00:00Z', window: '15s' };
  return { apiVersion: 'metrics.k8s.io/v1beta1', kind, metadata, ...times, ...of };
}
