import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWithGo } from './go.ts';
import type { Progress } from './go.ts';

/** Where go.mod and go.sum lie. */
export const MODULE_DIRECTORY: string = import.meta.dirname;
/** The same of the oldest Kubernetes that is supported. */
export const OLDEST_MODULE_DIRECTORY: string = join(MODULE_DIRECTORY, 'oldest');
/** Built by `go install`: it needs other versions of Kubernetes' libraries than go.mod has. */
export const KWOK = 'sigs.k8s.io/kwok/cmd/kwok@v0.7.0';
/** Likewise. */
export const HELM = 'helm.sh/helm/v4/cmd/helm@v4.2.4';

const BUILD = {
  module: MODULE_DIRECTORY,
  subject: "The tests' control plane",
  otherwise:
    'set KUBEBUILDER_ASSETS to a directory with kube-apiserver, etcd and kubectl (setup-envtest)',
};
const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};

/**
 * Builds programs of the control plane into an empty directory.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildBinaries(
  programs: readonly (keyof typeof PACKAGES | 'kwok')[],
  directory: string,
  progress: Progress,
): Promise<void> {
  const announcement = `building ${programs.join(', ')} from source (about 5–10 minutes, once)`;
  await buildWithGo({ ...BUILD, directory, progress }, announcement, async (run) => {
    const packages = programs.flatMap((name) => (name === 'kwok' ? [] : [PACKAGES[name]]));
    if (packages.length > 0) await run(await buildArguments(MODULE_DIRECTORY, packages, directory));
    // Go names a program after the last part of its package's path.
    if (programs.includes('etcd')) await rename(join(directory, 'server'), join(directory, 'etcd'));
    if (programs.includes('kwok')) {
      await run(['install', '-trimpath', '-v', '-ldflags=-s -w', KWOK], { GOBIN: directory });
    }
  });
}

/**
 * Builds what differs between versions of Kubernetes from its oldest supported one.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildOldestBinaries(
  programs: readonly (keyof typeof PACKAGES)[],
  directory: string,
  progress: Progress,
): Promise<void> {
  const announcement = `building an older ${programs.join(', ')} from source (minutes, once)`;
  const build = { ...BUILD, module: OLDEST_MODULE_DIRECTORY, directory, progress };
  await buildWithGo(build, announcement, async (run) => {
    const packages = programs.map((name) => PACKAGES[name]);
    await run(await buildArguments(OLDEST_MODULE_DIRECTORY, packages, directory));
  });
}

async function buildArguments(
  module: string,
  packages: readonly string[],
  directory: string,
): Promise<string[]> {
  const version = `-X k8s.io/component-base/version.gitVersion=${await kubernetesVersion(module)}`;
  const flags = ['-mod=readonly', '-trimpath', '-v', `-ldflags=-s -w ${version}`];
  return ['build', ...flags, '-o', `${directory}/`, ...packages];
}

/**
 * Builds the program that reads YAML for the tests, from its own source and the control plane's modules.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildYamlReader(directory: string, progress: Progress): Promise<void> {
  const announcement =
    'building the YAML reader from source (seconds, once; longer without the control plane)';
  const flags = ['-mod=readonly', '-trimpath', '-v', '-ldflags=-s -w'];
  await buildWithGo({ ...BUILD, directory, progress }, announcement, (run) =>
    run(['build', ...flags, '-o', `${directory}/`, './yaml-reader']),
  );
}

/**
 * Builds the helm that renders the charts of the tests.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildHelm(directory: string, progress: Progress): Promise<void> {
  const build = {
    module: MODULE_DIRECTORY,
    subject: 'Helm',
    otherwise: 'set MICROSHIFT_OPTIONAL_HELM to a helm 4',
    directory,
    progress,
  };
  // What its own releases are built with; without it, it would not know its version's last digits.
  const version = `-X helm.sh/helm/v4/internal/version.version=${HELM.split('@')[1]}`;
  const flags = ['-trimpath', '-v', `-ldflags=-s -w ${version}`];
  await buildWithGo(build, 'building helm from source (minutes, once)', (run) =>
    run(['install', ...flags, HELM], { GOBIN: directory }),
  );
}

async function kubernetesVersion(module: string): Promise<string> {
  const text = await readFile(join(module, 'go.mod'), 'utf8');
  const version = /^(?:\s|require )*k8s\.io\/kubernetes (v\S+)/m.exec(text)?.[1];
  if (version === undefined)
    throw new Error(`${module}/go.mod has no version of k8s.io/kubernetes`);
  return version;
}
