import { kubectl } from '../../cluster/support/kubectl.ts';
import type { Cluster } from '../../cluster/support/kubectl.ts';

const NAMESPACE = 'crowd';

/** Creates so many Pods, for a node that does not exist, and so many HTTPRoutes. */
export async function createCrowd(
  cluster: Cluster,
  count: number,
  progress: (line: string) => void,
): Promise<void> {
  progress(`creating ${count} Pods and ${count} HTTPRoutes`);
  await kubectl(cluster, ['create', 'namespace', NAMESPACE]);
  // Pods name it, and there is no controller that makes it.
  await kubectl(cluster, ['create', 'serviceaccount', 'default', '-n', NAMESPACE]);
  const indexes = Array.from({ length: count }, (_, index) => index);
  for (const items of [indexes.map(pod), indexes.map(route)]) {
    const list = { apiVersion: 'v1', kind: 'List', items };
    await kubectl(cluster, ['create', '--validate=false', '-f', '-'], list);
  }
}

function pod(index: number): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${index}`, namespace: NAMESPACE, labels: { app: 'crowd' } },
    spec: {
      nodeName: 'elsewhere',
      containers: [{ name: 'main', image: 'registry.example.com/main:1' }],
    },
  };
}

function route(index: number): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: `route-${index}`, namespace: NAMESPACE },
    spec: {
      parentRefs: [{ name: 'gateway' }],
      hostnames: [`host-${index}.example.com`],
      rules: [{ backendRefs: [{ name: 'service', port: 80 }] }],
    },
  };
}
