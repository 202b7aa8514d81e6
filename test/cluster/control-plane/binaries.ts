import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  buildBinaries,
  buildHelm,
  buildOldestBinaries,
  buildYamlReader,
  HELM,
  KWOK,
  MODULE_DIRECTORY,
} from './build-binaries.ts';
import { cacheDirectory, createAtomically } from './cache.ts';
import type { Progress } from './go.ts';
import { SetupError } from './setup-error.ts';

const SERVER_PROGRAMS = ['etcd', 'kube-apiserver', 'kubectl'] as const;
const PROGRAMS = [...SERVER_PROGRAMS, 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const;
export type Program = (typeof PROGRAMS)[number];

/** What differs between versions of Kubernetes as far as tests see it; etcd and kubectl go with all of them. */
const OF_KUBERNETES = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/**
 * The directory of the control plane's programs. MICROSHIFT_OPTIONAL_KUBERNETES=oldest takes those of the oldest
 * Kubernetes that is supported.
 * @throws {SetupError} says what to install
 */
export async function ensureBinaries(
  progress: Progress,
  options: { controllers?: boolean } = {},
): Promise<string> {
  const current = await ensureCurrent(progress, options);
  return process.env.MICROSHIFT_OPTIONAL_KUBERNETES === 'oldest'
    ? ensureOldest(current, progress)
    : current;
}

async function ensureOldest(current: string, progress: Progress): Promise<string> {
  const key = await digestOf(['oldest/go.mod', 'oldest/go.sum'], [current]);
  const directory = join(cacheDirectory(), 'control-plane', `oldest-${key}`);
  if (existsSync(directory)) return directory;
  await createAtomically(directory, async (building) => {
    await buildOldestBinaries(OF_KUBERNETES, building, progress);
    const others = programsIn(current).filter((name) => !OF_KUBERNETES.some((own) => own === name));
    await Promise.all(others.map((name) => symlink(join(current, name), join(building, name))));
  });
  return directory;
}

/**
 * The directory of the control plane's programs: KUBEBUILDER_ASSETS (envtest's layout) if it has all
 * that is wanted, else a cached build of what is missing there, built now if this is the first time.
 * @throws {SetupError} says what to install
 */
async function ensureCurrent(
  progress: Progress,
  { controllers = true }: { controllers?: boolean } = {},
): Promise<string> {
  const assets = process.env.KUBEBUILDER_ASSETS && resolve(process.env.KUBEBUILDER_ASSETS);
  const given = assets ? programsIn(assets) : [];
  const wanted = controllers ? PROGRAMS : SERVER_PROGRAMS;
  if (assets && wanted.every((program) => given.includes(program))) return assets;

  const directory = join(cacheDirectory(), 'control-plane', await cacheKey(assets, given));
  if (existsSync(directory)) return directory;
  const missing = PROGRAMS.filter((program) => !given.includes(program));
  await createAtomically(directory, async (building) => {
    await buildBinaries(missing, building, progress);
    if (assets) {
      await Promise.all(given.map((name) => symlink(join(assets, name), join(building, name))));
    }
  });
  return directory;
}

/**
 * The path of the program that reads YAML for the tests, built now if this is the first time. It has its
 * own place in the cache: a change of its source does not rebuild the control plane.
 * @throws {SetupError} says what to install
 */
export async function ensureYamlReader(progress: Progress): Promise<string> {
  const key = await digestOf(['go.mod', 'go.sum', 'yaml-reader/main.go'], []);
  const directory = join(cacheDirectory(), 'yaml-reader', key);
  if (!existsSync(directory)) {
    await createAtomically(directory, (building) => buildYamlReader(building, progress));
  }
  return join(directory, 'yaml-reader');
}

/**
 * The path of helm: that of MICROSHIFT_OPTIONAL_HELM, else one of its own place in the cache, built now if this is
 * the first time.
 * @throws {SetupError} says what to install
 */
export async function ensureHelm(progress: Progress): Promise<string> {
  const given = process.env.MICROSHIFT_OPTIONAL_HELM;
  if (given) return given;
  const directory = join(cacheDirectory(), 'helm', await digestOf([], [HELM]));
  if (!existsSync(directory)) {
    await createAtomically(directory, (building) => buildHelm(building, progress));
  }
  return join(directory, 'helm');
}

function programsIn(assets: string): Program[] {
  const found = PROGRAMS.filter((program) => existsSync(join(assets, program)));
  if (found.includes('etcd') && found.includes('kube-apiserver')) return found;
  throw new SetupError(
    `KUBEBUILDER_ASSETS is ${assets}, which lacks etcd or kube-apiserver.\n` +
      'Point it at the directory that setup-envtest printed, or unset it to have them built with Go.',
  );
}

function cacheKey(assets: string | undefined, given: readonly string[]): Promise<string> {
  return digestOf(['go.mod', 'go.sum'], [KWOK, assets, given]);
}

/** @param files of the Go module */
async function digestOf(files: readonly string[], others: readonly unknown[]): Promise<string> {
  const inputs = await Promise.all(
    files.map((name) => readFile(join(MODULE_DIRECTORY, name), 'utf8')),
  );
  return createHash('sha256')
    .update(JSON.stringify([inputs, process.platform, process.arch, ...others]))
    .digest('hex')
    .slice(0, 16);
}
