import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createApiClient } from './api-client.ts';
import { ensureBinaries } from './binaries.ts';
import type { Progress } from './go.ts';
import { createCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { startControllers } from './controllers.ts';
import { findFreePort } from './free-port.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { createProcesses } from './processes.ts';
import type { Processes } from './processes.ts';
import { SetupError } from './setup-error.ts';

export type ControlPlane = {
  /** Path of a cluster administrator's kubeconfig. */
  kubeconfig: string;
  /** Of the API server. */
  server: string;
  /** Path of the program. */
  kubectl: string;
  /** Of etcd: for {@link ControlPlaneOptions.etcd}. */
  etcd: string;
  /** Holds the kubeconfig, certificates and logs (`kube-apiserver.log`, …) until the stop. */
  directory: string;
  /** What the keys of the cluster's objects in etcd begin with. */
  etcdPrefix: string;
  /**
   * Kills the API server and returns when a new one on the same address is ready.
   * @param whileDown runs in between
   */
  restartApiServer(whileDown?: () => Promise<void>): Promise<void>;
  /** Ends all programs and deletes the directory. */
  stop(): Promise<void>;
};

export type ControlPlaneOptions = {
  /**
   * Also run kube-controller-manager, kube-scheduler and a simulated node (kwok), so that a Deployment
   * becomes Available.
   */
  controllers?: boolean;
  /** Endpoint of a running etcd, for an empty cluster of one's own inside it: saves starting one. */
  etcd?: string;
  progress?: Progress;
};

/**
 * Starts a real Kubernetes control plane on this machine.
 * @throws {SetupError} something is missing here, or a program did not start: has the end of its log
 */
export async function startControlPlane({
  controllers = false,
  etcd: givenEtcd,
  progress = console.error,
}: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await ensureBinaries(progress, { controllers });
  const directory = await mkdtemp(join(tmpdir(), 'control-plane-'));
  const processes = createProcesses(directory);
  try {
    const [certificates, etcd] = await Promise.all([
      createCertificates(directory),
      givenEtcd ?? startEtcd(processes, binaries, directory),
    ]);
    const etcdPrefix = `/${basename(directory)}`;
    const start = async (port: number) => {
      const server = `https://127.0.0.1:${port}`;
      const flags = apiServerFlags(port, etcd, etcdPrefix, certificates, controllers);
      processes.start('kube-apiserver', join(binaries, 'kube-apiserver'), flags);
      await waitUntilReady(processes, server, certificates);
      return server;
    };
    const { server, port } = await onFreePort(processes, start);
    const kubeconfig = join(directory, 'kubeconfig');
    await writeKubeconfig(kubeconfig, server, certificates);
    if (controllers) {
      const api = createApiClient(server, certificates);
      await startControllers({ processes, binaries, kubeconfig, certificates, api });
    }
    return {
      kubeconfig,
      server,
      kubectl: join(binaries, 'kubectl'),
      etcd,
      etcdPrefix,
      directory,
      async restartApiServer(whileDown) {
        await processes.kill('kube-apiserver');
        await whileDown?.();
        await start(port);
      },
      stop: () => processes.stop(),
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

/** On a socket in the directory: nothing else can take it, as it can a port. */
async function startEtcd(
  processes: Processes,
  binaries: string,
  directory: string,
): Promise<string> {
  const endpoint = `unix://${join(directory, 'etcd.sock')}`;
  // Its peers' URLs must look like host:port, which names a socket in its working directory.
  const peers = 'unix://etcd-peers.sock:0';
  processes.start('etcd', join(binaries, 'etcd'), [
    '--unsafe-no-fsync',
    `--data-dir=${join(directory, 'etcd')}`,
    `--listen-client-urls=${endpoint}`,
    '--advertise-client-urls=unix://etcd.sock:0',
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ]);
  await processes.waitUntil("etcd's socket", () => existsSync(join(directory, 'etcd.sock')));
  return endpoint;
}

function apiServerFlags(
  port: number,
  etcd: string,
  prefix: string,
  { authority, serving, serviceAccountKey }: Certificates,
  controllers: boolean,
): string[] {
  // Without controllers nobody makes the ServiceAccounts that the first plugin asks for; and nobody
  // takes away the taint that the second one puts on a new node.
  const withoutPlugin = controllers ? 'TaintNodesByCondition' : 'ServiceAccount';
  return [
    `--etcd-servers=${etcd}`,
    `--etcd-prefix=${prefix}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    // Neither is used by anyone; looking for the machine's own address fails without a network.
    '--advertise-address=192.0.2.1',
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.0.0.0/16',
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    `--disable-admission-plugins=${withoutPlugin}`,
    `--client-ca-file=${authority.certificate}`,
    `--tls-cert-file=${serving.certificate}`,
    `--tls-private-key-file=${serving.key}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${serviceAccountKey}`,
    `--service-account-signing-key-file=${serviceAccountKey}`,
  ];
}

const PORT_ATTEMPTS = 5;

/** Another program may take the port between finding it and listening on it: then again with another. */
async function onFreePort(
  processes: Processes,
  start: (port: number) => Promise<string>,
  attempts = PORT_ATTEMPTS,
): Promise<{ server: string; port: number }> {
  const port = await findFreePort();
  try {
    return { server: await start(port), port };
  } catch (error) {
    const isTaken = processes.logOf('kube-apiserver').includes('address already in use');
    if (!(error instanceof SetupError) || !isTaken || attempts === 1) throw error;
    return onFreePort(processes, start, attempts - 1);
  }
}

async function waitUntilReady(
  processes: Processes,
  server: string,
  certificates: Certificates,
): Promise<void> {
  const api = createApiClient(server, certificates);
  await processes.waitUntil("the API server's /readyz", () =>
    api('GET', '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
}
