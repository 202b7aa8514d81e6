import { execa } from 'execa';
import { explainFailure } from './explain-failure.ts';
import { RegistryError } from './registry-failure.ts';
import { isLoopback } from './registry-reference.ts';

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What reading from registries takes from its surroundings. */
export type RegistryOptions = {
  /**
   * Reaches skopeo whole: auth files, registries.conf, proxies and certificates are found by it. The
   * process's own if left out.
   */
  environment?: Environment;
  /** Ends what goes on. */
  signal?: AbortSignal | undefined;
  /** After how many milliseconds one run of skopeo is given up. */
  timeout?: number;
};

/** One run of skopeo. */
export type SkopeoRun = {
  /** Of the registry: decides about TLS, and names it in failures. */
  host: string;
  /** Options of skopeo itself, which stand before the command. */
  before?: readonly string[];
  command: 'inspect' | 'copy';
  /** Options and names; names begin with a transport, so that none of them is taken for an option. */
  args: readonly string[];
};

const INSPECT_TIMEOUT = 60_000;
// An index or manifest; registries refuse larger ones.
const MAX_OUTPUT = 4 * 1024 * 1024;
// After 1 and 2 seconds; skopeo knows which errors may pass.
const RETRIES = ['--retry-times', '2'];
const PLAIN_HTTP = 'server gave HTTP response to HTTPS client';

/**
 * Runs skopeo and answers its output. A registry on the loopback that does not speak TLS is read
 * without.
 * @throws {RegistryError}
 */
export async function runSkopeo(run: SkopeoRun, options: RegistryOptions): Promise<Buffer> {
  const first = await attempt(run, [], options);
  if (first.failed && isLoopback(run.host) && first.stderr.includes(PLAIN_HTTP)) {
    const withoutTls = run.command === 'copy' ? '--src-tls-verify=false' : '--tls-verify=false';
    return outputOf(run, await attempt(run, [withoutTls], options), options);
  }
  return outputOf(run, first, options);
}

type Result = {
  failed: boolean;
  timedOut: boolean;
  isMaxBuffer: boolean;
  isMissing: boolean;
  stdout: Buffer;
  stderr: string;
};

async function attempt(
  { before = [], command, args }: SkopeoRun,
  extra: readonly string[],
  { environment = process.env, signal, timeout = INSPECT_TIMEOUT }: RegistryOptions,
): Promise<Result> {
  // Podman takes it from the environment, skopeo 1.9 does not.
  const conf = environment.CONTAINERS_REGISTRIES_CONF;
  const global = conf ? ['--registries-conf', conf, ...before] : before;
  const result = await execa('skopeo', [...global, command, ...RETRIES, ...extra, ...args], {
    reject: false,
    encoding: 'buffer',
    // The bytes are hashed.
    stripFinalNewline: false,
    stdin: 'ignore',
    extendEnv: false,
    env: environment,
    timeout,
    maxBuffer: MAX_OUTPUT,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  return {
    failed: result.failed,
    timedOut: result.timedOut,
    isMaxBuffer: result.isMaxBuffer,
    isMissing: result.failed && result.code === 'ENOENT',
    stdout: Buffer.from(result.stdout),
    stderr: new TextDecoder().decode(result.stderr) || (result.shortMessage ?? ''),
  };
}

function outputOf(
  { host }: SkopeoRun,
  result: Result,
  { signal, timeout = INSPECT_TIMEOUT }: RegistryOptions,
): Buffer {
  if (!result.failed) return result.stdout;
  signal?.throwIfAborted();
  if (result.isMissing) throw skopeoMissing();
  if (result.timedOut) {
    throw new RegistryError({
      failure: 'unreachable',
      message: `${host}: no answer within ${timeout / 1000} s`,
      hint: 'check the network, HTTPS_PROXY and the mirrors in registries.conf',
    });
  }
  if (result.isMaxBuffer) {
    throw new RegistryError({
      failure: 'invalid',
      message: `${host}: the manifest is larger than ${MAX_OUTPUT} bytes`,
      hint: 'no registry stores such a manifest: check what answers under this name',
    });
  }
  throw new RegistryError(explainFailure(host, result.stderr));
}

function skopeoMissing(): RegistryError {
  return new RegistryError({
    failure: 'no-skopeo',
    message: 'skopeo, which reads from registries, is not on the PATH',
    hint: 'install the package skopeo (Debian, Ubuntu, Fedora, RHEL)',
  });
}
