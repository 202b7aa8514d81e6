import { KubeConfig } from '@kubernetes/client-node';
import type { Credentials } from './credentials.ts';

/** A plugin that gave no credentials; its code makes it transient, since many of them use a network. */
class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly code = 'CREDENTIAL_PLUGIN';
}

/** Credentials that an exec or auth-provider plugin of the kubeconfig makes. */
export async function pluginCredentials(file: string, server: URL): Promise<Credentials> {
  const config = new KubeConfig();
  config.loadFromFile(file);
  const options: Parameters<KubeConfig['applyToHTTPSOptions']>[0] = {};
  await config.applyToHTTPSOptions(options).catch((error: unknown) => {
    const message = `a plugin of ${file} failed: ${error instanceof Error ? error.message : String(error)}`;
    throw new PluginError(message, { cause: error });
  });
  const authorization = headerValue(options.headers, 'Authorization');
  return {
    server,
    skipVerify: options.rejectUnauthorized === false,
    ...text('ca', options.ca),
    ...text('cert', options.cert),
    ...text('key', options.key),
    ...text('serverName', options.servername),
    ...text('token', authorization?.replace(/^Bearer /, '')),
  };
}

function headerValue(headers: unknown, name: string): string | undefined {
  const value = (headers as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

function text<Name extends string>(name: Name, value: unknown): { [K in Name]?: string } {
  const found = Buffer.isBuffer(value) ? value.toString('utf8') : value;
  return (typeof found === 'string' ? { [name]: found } : {}) as { [K in Name]?: string };
}
