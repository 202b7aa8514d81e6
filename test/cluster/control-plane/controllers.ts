import { join } from 'node:path';
import type { Answer, ApiClient } from './api-client.ts';
import type { Certificates } from './certificates.ts';
import type { Processes } from './processes.ts';

type Cluster = {
  processes: Processes;
  binaries: string;
  kubeconfig: string;
  certificates: Certificates;
  api: ApiClient;
};

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'simulated',
    labels: {
      'kubernetes.io/hostname': 'simulated',
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
    },
  },
  status: { allocatable: { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '1000' } },
};

/** Runs what makes a Deployment Available: controllers, scheduler and a node whose pods are simulated. */
export async function startControllers(cluster: Cluster): Promise<void> {
  const { processes, binaries, kubeconfig, certificates, api } = cluster;
  const start = (name: string, flags: string[]) =>
    processes.start(name, join(binaries, name), [`--kubeconfig=${kubeconfig}`, ...flags]);
  // Their own HTTPS ports are of no use here, and could be taken.
  const alone = ['--leader-elect=false', '--secure-port=0'];
  start('kube-controller-manager', [
    ...alone,
    // The node's controllers would find that nobody renews its lease.
    '--controllers=*,-nodeipam,-node-lifecycle-controller',
    `--root-ca-file=${certificates.authority.certificate}`,
    `--service-account-private-key-file=${certificates.serviceAccountKey}`,
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ]);
  start('kube-scheduler', alone);
  // Pods on any other node are as a test writes them.
  start('kwok', [`--manage-single-node=${NODE.metadata.name}`]);
  expectCreated(await api('POST', '/api/v1/nodes', NODE));
  await processes.waitUntil('the simulated node', async () =>
    isReadyNode(await api('GET', `/api/v1/nodes/${NODE.metadata.name}`)),
  );
  await processes.waitUntil('the first ServiceAccount', async () => {
    const { status } = await api('GET', '/api/v1/namespaces/default/serviceaccounts/default');
    return status === 200;
  });
}

function expectCreated({ status, body }: Answer): void {
  if (status !== 201) throw new Error(`the API server refused the simulated node: ${body}`);
}

function isReadyNode({ body }: Answer): boolean {
  const node = JSON.parse(body) as { status?: { conditions?: { type: string; status: string }[] } };
  const conditions = node.status?.conditions ?? [];
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
