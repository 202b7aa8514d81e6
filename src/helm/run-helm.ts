import path from 'node:path';
import { execa } from 'execa';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import type { Environment } from '../registry/skopeo.ts';
import { LIMITS } from '../source/limits.ts';

/** The variable that names the helm to run. */
export const HELM_VARIABLE = 'MICROSHIFT_OPTIONAL_HELM';

/** How helm is run. */
export type HelmOptions = {
  environment: Environment;
  /** A directory that is helm's home, so that nothing of the user's counts. */
  home: string;
  signal: AbortSignal;
  /** After how many milliseconds it is given up; rendering takes less than a second. */
  timeout?: number;
};

/** What helm said: its output, or why it failed. */
export type HelmResult = { stdout: string } | { failure: string };

const TIMEOUT = 120_000;

const NOWHERE = 'http://127.0.0.1:9';

/**
 * Runs helm with nothing of the user's: no plugins, repositories, logins, kubeconfig or proxies.
 * @throws {UserError} `helm-missing`, `helm-timeout`, `helm-output-too-large`
 */
export async function runHelm(
  args: readonly string[],
  { environment, home, signal, timeout = TIMEOUT }: HelmOptions,
): Promise<HelmResult> {
  const named = environment[HELM_VARIABLE];
  // Helm runs elsewhere, to which a relative path would not lead.
  const isPath = named?.includes('/') === true;
  const program =
    named === undefined || named === '' ? 'helm' : isPath ? path.resolve(named) : named;
  const result = await execa(program, args, {
    reject: false,
    stdin: 'ignore',
    cwd: home,
    extendEnv: false,
    env: {
      PATH: environment.PATH ?? '',
      HOME: home,
      TMPDIR: home,
      HELM_CONFIG_HOME: path.join(home, 'config'),
      HELM_CACHE_HOME: path.join(home, 'cache'),
      HELM_DATA_HOME: path.join(home, 'data'),
      KUBECONFIG: path.join(home, 'no-kubeconfig'),
      // A chart's values.schema.json may name addresses, which helm would fetch.
      HTTP_PROXY: NOWHERE,
      HTTPS_PROXY: NOWHERE,
    },
    timeout,
    maxBuffer: LIMITS.totalBytes,
    cancelSignal: signal,
  });
  if (!result.failed) return { stdout: result.stdout };
  signal.throwIfAborted();
  if (result.code === 'ENOENT' || result.code === 'EACCES') throw missing(program, named);
  if (result.timedOut) {
    throw inputError({
      code: 'helm-timeout',
      message: `helm has not rendered the chart within ${timeout / 1000} s`,
      hint: 'render it yourself (helm template); if that takes as long, ask who made the chart',
    });
  }
  if (result.isMaxBuffer) {
    throw inputError({
      code: 'helm-output-too-large',
      message: 'the chart renders to more than a source may have',
      hint: 'look at what helm template makes of it',
    });
  }
  return { failure: result.stderr.trim() || (result.shortMessage ?? 'it was ended') };
}

function missing(program: string, named: string | undefined): UserError {
  const message =
    named === undefined || named === ''
      ? 'helm, which renders charts, is not on the PATH'
      : `${HELM_VARIABLE} is ${JSON.stringify(program)}, which is no program`;
  return inputError({
    code: 'helm-missing',
    message,
    hint: `install it (https://helm.sh/docs/intro/install, or with Go: go install helm.sh/helm/v4/cmd/helm@latest), or name it in ${HELM_VARIABLE}`,
  });
}
