import { readFile, writeFile } from 'node:fs/promises';
import type { Certificates } from './certificates.ts';

/** Writes a kubeconfig with the credentials embedded, as MicroShift's own kubeadmin/kubeconfig has. */
export async function writeKubeconfig(
  file: string,
  server: string,
  { authority, client }: Certificates,
): Promise<void> {
  const [ca, certificate, key] = await Promise.all(
    [authority.certificate, client.certificate, client.key].map((path) => readFile(path, 'base64')),
  );
  const text = `apiVersion: v1
kind: Config
clusters:
- name: microshift
  cluster:
    certificate-authority-data: ${ca}
    server: ${server}
contexts:
- name: microshift
  context:
    cluster: microshift
    namespace: default
    user: user
current-context: microshift
preferences: {}
users:
- name: user
  user:
    client-certificate-data: ${certificate}
    client-key-data: ${key}
`;
  await writeFile(file, text, { mode: 0o600 });
}
