import { createSecureContext } from 'node:tls';
import type { Credentials } from './credentials.ts';
import { invalidKubeconfig } from './kubeconfig.ts';

/**
 * Sees that credentials can be used at all: half a kubeconfig, or a hand that slipped, leaves some that
 * cannot.
 * @param file of the kubeconfig
 * @throws {UserError} `kubeconfig-invalid`
 */
export function checkCredentials(file: string, { ca, cert, key, token }: Credentials): void {
  if ((cert === undefined) !== (key === undefined)) {
    const present = cert === undefined ? 'key' : 'certificate';
    throw invalidKubeconfig(file, `has a client ${present} alone`);
  }
  if (token !== undefined && !/^[\x21-\x7E]+$/.test(token)) {
    throw invalidKubeconfig(file, 'has a token with characters that no token has');
  }
  try {
    createSecureContext({ ca, cert, key });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidKubeconfig(file, `has certificates or a key that cannot be used: ${reason}`);
  }
}
