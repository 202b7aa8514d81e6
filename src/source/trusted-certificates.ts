import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import type { Environment } from '../registry/skopeo.ts';

/** Where distributions keep their certificates: crypto/x509's root_linux.go. */
const FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const DIRECTORIES = ['/etc/ssl/certs', '/etc/pki/tls/certs'];

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The certificate authorities to trust, as PEM: the system's as Go's programs find them, so that URLs and
 * registries (which skopeo reads) trust the same, with SSL_CERT_FILE and SSL_CERT_DIR in their places;
 * and those of NODE_EXTRA_CA_CERTS. Where a system has none, those that Node brings.
 */
export async function trustedCertificates(environment: Environment): Promise<string[]> {
  const { SSL_CERT_FILE, SSL_CERT_DIR, NODE_EXTRA_CA_CERTS } = environment;
  const files = SSL_CERT_FILE ? [SSL_CERT_FILE] : FILES;
  const directories = SSL_CERT_DIR ? SSL_CERT_DIR.split(':') : DIRECTORIES;
  const system = new Set<string>();
  for (const file of files) {
    const found = await certificatesOf(file);
    for (const certificate of found) system.add(certificate);
    if (found.length > 0) break;
  }
  for (const directory of directories) {
    const names = await readdir(directory).catch(() => []);
    const all = await Promise.all(names.map((name) => certificatesOf(path.join(directory, name))));
    for (const certificate of all.flat()) system.add(certificate);
  }
  const extra = NODE_EXTRA_CA_CERTS ? await certificatesOf(NODE_EXTRA_CA_CERTS) : [];
  return [...(system.size > 0 ? system : tls.rootCertificates), ...extra];
}

async function certificatesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'latin1').catch(() => '');
  return text.match(CERTIFICATE) ?? [];
}
