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

/**
 * Reads the credentials of a kubeconfig's current context. Certificates and tokens, which are what
 * MicroShift's own holds, are read here; a kubeconfig with an exec or auth-provider plugin is left to
 * client-node, which is loaded for it alone: importing it costs tens of megabytes.
 * @throws {UserError} `kubeconfig-invalid`, `kubeconfig-unreadable`; ENOENT as it is, since MicroShift
 * writes its kubeconfig while it starts
 */
export async function readKubeconfig(file: string): Promise<Credentials> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
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
  const [document] = parseYaml(text, file);
  const config = document?.value;
  const context = named(config, 'contexts', valueAt(config, ['current-context']), 'context');
  const cluster = named(config, 'clusters', context?.cluster, 'cluster');
  const user = named(config, 'users', context?.user, 'user') ?? {};
  if (cluster === undefined || typeof cluster.server !== 'string') {
    throw invalid(file, 'has no current context with a cluster that names a server');
  }
  const server = URL.parse(cluster.server);
  if (server === null || !['https:', 'http:'].includes(server.protocol)) {
    throw invalid(file, `has a server that is no URL: ${cluster.server}`);
  }
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

async function inlineOrFile(
  entry: JsonObject,
  field: string,
  directory: string,
): Promise<string | undefined> {
  const data = textOf(entry, `${field}-data`);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = textOf(entry, field);
  return file === undefined ? undefined : readFile(path.resolve(directory, file), 'utf8');
}

async function tokenOf(user: JsonObject, directory: string): Promise<string | undefined> {
  const file = textOf(user, 'tokenFile');
  if (file === undefined) return textOf(user, 'token');
  return (await readFile(path.resolve(directory, file), 'utf8')).trim();
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

function invalid(file: string, message: string): UserError {
  return inputError({
    code: 'kubeconfig-invalid',
    message,
    hint: 'check it with kubectl config view, or give another with --kubeconfig',
    at: { file },
  });
}
