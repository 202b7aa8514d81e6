import type { Credentials } from './credentials.ts';
import { invalidKubeconfig } from './kubeconfig.ts';

/**
 * Sees that credentials are whole: half a kubeconfig, or a hand that slipped, leaves some that are not.
 * @param file of the kubeconfig
 * @throws {UserError} `kubeconfig-invalid`
 */
export function checkCredentials(file: string, { cert, key, token }: Credentials): void {
  if ((cert === undefined) !== (key === undefined)) {
    const present = cert === undefined ? 'key' : 'certificate';
    throw invalidKubeconfig(file, `has a client ${present} alone`);
  }
  if (token !== undefined && !/^[\x21-\x7E]+$/.test(token)) {
    throw invalidKubeconfig(file, 'has a token with characters that no token has');
  }
}
