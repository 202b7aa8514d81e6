import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $, ExecaError } from 'execa';
import { SetupError } from './setup-error.ts';

/** Paths of PEM files. */
export type KeyPair = { certificate: string; key: string };
export type Certificates = {
  authority: KeyPair;
  serving: KeyPair;
  /** Of a cluster administrator: its organization is system:masters. */
  client: KeyPair;
  serviceAccountKey: string;
};

/**
 * Makes a certificate authority and what it signs in a directory.
 * @throws {SetupError} openssl is missing
 */
export async function createCertificates(directory: string): Promise<Certificates> {
  const authority = await createKey(directory, 'ca');
  const { key, certificate } = authority;
  await explained(
    $`openssl req -x509 -new -days 3650 -subj /CN=test-ca -key ${key} -out ${certificate}`,
  );
  const [serving, client, { key: serviceAccountKey }] = await Promise.all([
    createSigned(directory, 'serving', '/CN=kube-apiserver', authority, [
      'extendedKeyUsage=serverAuth',
      'subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc',
    ]),
    createSigned(directory, 'client', '/O=system:masters/CN=test-admin', authority, [
      'extendedKeyUsage=clientAuth',
    ]),
    createKey(directory, 'service-account'),
  ]);
  return { authority, serving, client, serviceAccountKey };
}

async function createSigned(
  directory: string,
  name: string,
  subject: string,
  authority: KeyPair,
  extensions: string[],
): Promise<KeyPair> {
  const pair = await createKey(directory, name);
  const extensionsFile = join(directory, `${name}.ext`);
  await writeFile(extensionsFile, extensions.join('\n'));
  const request = await explained($`openssl req -new -key ${pair.key} -subj ${subject}`);
  // `req -x509 -CA` would be one command, but only since OpenSSL 3.
  const signer = ['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial'];
  const files = ['-CAserial', join(directory, `${name}.srl`), '-extfile', extensionsFile];
  const sign = $({ input: request.stdout });
  await sign`openssl x509 -req -days 3650 ${signer} ${files} -out ${pair.certificate}`;
  return pair;
}

async function createKey(directory: string, name: string): Promise<KeyPair> {
  const key = join(directory, `${name}.key`);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  // SEC 1 rather than PKCS 8: the one form of EC key that every Kubernetes program reads.
  await writeFile(key, privateKey.export({ type: 'sec1', format: 'pem' }), { mode: 0o600 });
  return { key, certificate: join(directory, `${name}.crt`) };
}

async function explained<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof ExecaError) || error.code !== 'ENOENT') throw error;
    throw new SetupError(
      "The tests' control plane needs openssl for its certificates: install the package openssl.",
      { cause: error },
    );
  }
}
