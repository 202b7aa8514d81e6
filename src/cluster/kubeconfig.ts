import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inputError } from '../errors.ts';
import type { UserError } from '../errors.ts';
import { isJsonObject, valueAt } from '../manifest/json.ts';
import type { JsonObject } from '../manifest/json.ts';
import { parseYaml } from '../manifest/yaml.ts';
import type { Credentials } from './credentials.ts';

export const MICROSHIFT_KUBECONFIG = '/var/lib/microshift/resources/kubeadmin/kubeconfig';

/** Where the kubeconfig is: the flag, else the first path of $KUBECONFIG, else MicroShift's own. */
export function kubeconfigPath(
  flag: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const fromEnvironment = environment.KUBECONFIG?.split(path.delimiter).find((part) => part !== '');
  return flag ?? fromEnvironment ?? MICROSHIFT_KUBECONFIG;
}

/** A kubeconfig that is still to be written; its code makes it transient. */
class EmptyKubeconfig extends Error {
  override readonly name = 'EmptyKubeconfig';
  readonly code = 'KUBECONFIG_EMPTY';

  constructor(file: string) {
    super(`${file} is empty`);
  }
}

/**
 * Reads the credentials of a kubeconfig's current context. Certificates and tokens, which are what
 * MicroShift's own holds, are read here; a kubeconfig with an exec or auth-provider plugin is left to
 * client-node, which is loaded for it alone: importing it costs tens of megabytes.
 * @throws {UserError} `kubeconfig-invalid`, `kubeconfig-unreadable`; ENOENT and {EmptyKubeconfig}, since
 * MicroShift writes its kubeconfig while it starts, and a power cut can leave an empty one
 */
export async function readKubeconfig(file: string): Promise<Credentials> {
  const text = await readText(file);
  // After a power cut a file may also have its length, and nothing but zeros in it.
  if (/^[\s\0]*$/.test(text)) throw new EmptyKubeconfig(file);
  const [document] = parseYaml(text, file);
  const config = document?.value;
  const context = named(config, 'contexts', valueAt(config, ['current-context']), 'context');
  const cluster = named(config, 'clusters', context?.cluster, 'cluster');
  const user = context?.user === undefined ? {} : named(config, 'users', context.user, 'user');
  if (cluster === undefined || typeof cluster.server !== 'string') {
    throw invalidKubeconfig(file, 'has no current context with a cluster that names a server');
  }
  const server = URL.parse(cluster.server);
  if (server === null || !['https:', 'http:'].includes(server.protocol)) {
    throw invalidKubeconfig(file, `has a server that is no URL: ${cluster.server}`);
  }
  // It comes last, and without it the API server would forbid everything, and for good.
  if (user === undefined) throw invalidKubeconfig(file, 'has no user for its current context');
  if (user.exec !== undefined || user['auth-provider'] !== undefined) {
    const { pluginCredentials } = await import('./plugin-credentials.ts');
    return pluginCredentials(file, server);
  }
  const directory = path.dirname(file);
  return {
    server,
    skipVerify: cluster['insecure-skip-tls-verify'] === true,
    ...defined({
      ca: await inlineOrFile(cluster, 'certificate-authority', directory),
      cert: await inlineOrFile(user, 'client-certificate', directory),
      key: await inlineOrFile(user, 'client-key', directory),
      token: await tokenOf(user, directory),
      serverName: textOf(cluster, 'tls-server-name'),
    }),
  };
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw error;
    throw inputError(
      {
        code: 'kubeconfig-unreadable',
        message: error.message,
        hint: 'run as root, or name a kubeconfig that you may read with --kubeconfig',
        at: { file },
      },
      { cause: error },
    );
  });
}

async function inlineOrFile(
  entry: JsonObject,
  field: string,
  directory: string,
): Promise<string | undefined> {
  const data = textOf(entry, `${field}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = textOf(entry, field);
  return file === undefined ? undefined : readText(path.resolve(directory, file));
}

async function tokenOf(user: JsonObject, directory: string): Promise<string | undefined> {
  const file = textOf(user, 'tokenFile');
  const token =
    file === undefined ? textOf(user, 'token') : await readText(path.resolve(directory, file));
  return token?.trim();
}

function named(
  config: unknown,
  list: string,
  name: unknown,
  field: string,
): JsonObject | undefined {
  const entries = valueAt(config, [list]);
  const found = Array.isArray(entries)
    ? entries.find((entry) => isJsonObject(entry) && entry.name === name)
    : undefined;
  const value = valueAt(found, [field]);
  return isJsonObject(value) ? value : undefined;
}

function textOf(entry: JsonObject, field: string): string | undefined {
  const value = entry[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function defined<T extends Record<string, string | undefined>>(
  values: T,
): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: string;
  };
}

/** A kubeconfig that its owner has to mend. */
export function invalidKubeconfig(file: string, message: string): UserError {
  return inputError({
    code: 'kubeconfig-invalid',
    message,
    hint: 'check it with kubectl config view, or give another with --kubeconfig',
    at: { file },
  });
}
