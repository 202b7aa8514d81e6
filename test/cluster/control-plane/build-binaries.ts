import { readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { SetupError } from './setup-error.ts';

export type Progress = (line: string) => void;

/** Where go.mod and go.sum lie. */
export const MODULE_DIRECTORY: string = import.meta.dirname;
/** Built by `go install`: it needs other versions of Kubernetes' libraries than go.mod has. */
export const KWOK = 'sigs.k8s.io/kwok/cmd/kwok@v0.7.0';

const PACKAGES = {
  etcd: 'go.etcd.io/etcd/server/v3',
  'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
  'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
  'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
  kubectl: 'k8s.io/kubernetes/cmd/kubectl',
};
const REQUIRED_GO = 26;
const FIRST_GO_THAT_FETCHES_NEWER = 21;
const HOW_TO_GET_GO =
  `Install Go 1.${REQUIRED_GO} or newer (https://go.dev/doc/install), ` +
  `or Go 1.${FIRST_GO_THAT_FETCHES_NEWER} or newer with GOTOOLCHAIN=auto in the environment;\n` +
  'or set KUBEBUILDER_ASSETS to a directory with kube-apiserver, etcd and kubectl (setup-envtest).';

/**
 * Builds programs of the control plane into an empty directory.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildBinaries(
  programs: readonly (keyof typeof PACKAGES | 'kwok')[],
  directory: string,
  progress: Progress,
): Promise<void> {
  const environment = goEnvironment(directory);
  await checkGo(environment);
  progress(`building ${programs.join(', ')} from source (about 5–10 minutes, once)`);
  const { done, onLine } = reportElapsed(progress);
  const run = (args: string[], more: Record<string, string> = {}) =>
    runGo(args, { ...environment, ...more }, onLine);
  try {
    const packages = programs.flatMap((name) => (name === 'kwok' ? [] : [PACKAGES[name]]));
    if (packages.length > 0) {
      const version = `-X k8s.io/component-base/version.gitVersion=${await kubernetesVersion()}`;
      const flags = ['-mod=readonly', '-trimpath', '-v', `-ldflags=-s -w ${version}`];
      await run(['build', ...flags, '-o', `${directory}/`, ...packages]);
    }
    // Go names a program after the last part of its package's path.
    if (programs.includes('etcd')) await rename(join(directory, 'server'), join(directory, 'etcd'));
    if (programs.includes('kwok')) {
      await run(['install', '-trimpath', '-v', '-ldflags=-s -w', KWOK], { GOBIN: directory });
    }
  } finally {
    done();
  }
}

/**
 * Builds the program that reads YAML for the tests, from its own source and the control plane's modules.
 * @throws {SetupError} Go is missing, too old, or failed
 */
export async function buildYamlReader(directory: string, progress: Progress): Promise<void> {
  const environment = goEnvironment(directory);
  await checkGo(environment);
  progress(
    'building the YAML reader from source (seconds, once; longer without the control plane)',
  );
  const flags = ['-mod=readonly', '-trimpath', '-v', '-ldflags=-s -w'];
  await runGo(['build', ...flags, '-o', `${directory}/`, './yaml-reader'], environment, () => {});
}

/** @param directory of the unfinished build */
function goEnvironment(directory: string): Record<string, string> {
  return {
    HOME: homedir(),
    CGO_ENABLED: '0',
    GOWORK: 'off',
    // A killed Go leaves its temporary files: here they go with the unfinished build.
    GOTMPDIR: directory,
    // Go writes its module cache read-only, which a plain `rm -r` cannot delete.
    GOFLAGS: `${process.env.GOFLAGS ?? ''} -modcacherw`,
  };
}

async function runGo(
  args: string[],
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<void> {
  const go = execa('go', args, { cwd: MODULE_DIRECTORY, env, stdin: 'ignore', all: true });
  const lines: string[] = [];
  try {
    for await (const line of go.iterable({ from: 'all' })) {
      lines.push(line);
      onLine(line);
    }
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    const said = lines.filter((line) => /[: ]/.test(line) && !line.startsWith('go: downloading'));
    throw new SetupError(`${error.shortMessage}\n${said.slice(-20).join('\n')}`, { cause: error });
  }
}

/** Without a word for minutes, a build looks hung: says now and then how far it is. */
function reportElapsed(progress: Progress): { onLine: (line: string) => void; done: () => void } {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  let compiled = 0;
  const say = () => progress(`still building: ${seconds()} s, ${compiled} packages compiled`);
  const timer = setInterval(say, 20_000);
  return {
    onLine(line) {
      // `go build -v` prints the path of each package, its other messages have blanks.
      if (/^\S+$/.test(line)) compiled += 1;
    },
    done() {
      clearInterval(timer);
      progress(`build ended after ${seconds()} s`);
    },
  };
}

async function checkGo(env: Record<string, string>): Promise<void> {
  // Outside of the module, where Go would fetch what go.mod asks for just to answer this.
  const options = { cwd: '/', env, reject: false, stdin: 'ignore' } as const;
  const { stdout, failed } = await execa('go', ['env', 'GOVERSION', 'GOTOOLCHAIN'], options);
  if (failed) throw new SetupError(`The tests' control plane is built with Go.\n${HOW_TO_GET_GO}`);
  const [version = '', toolchain] = stdout.split('\n');
  const minor = Number(/^go1\.(\d+)/.exec(version)?.[1]);
  const fetchesNewer = minor >= FIRST_GO_THAT_FETCHES_NEWER && toolchain !== 'local';
  if (minor < REQUIRED_GO && !fetchesNewer) {
    throw new SetupError(
      `The tests' control plane is built with Go; this machine's, ${version}, is too old.\n` +
        HOW_TO_GET_GO,
    );
  }
}

async function kubernetesVersion(): Promise<string> {
  const text = await readFile(join(MODULE_DIRECTORY, 'go.mod'), 'utf8');
  const version = /^\s*k8s\.io\/kubernetes (v\S+)$/m.exec(text)?.[1];
  if (version === undefined) throw new Error('go.mod has no version of k8s.io/kubernetes');
  return version;
}
