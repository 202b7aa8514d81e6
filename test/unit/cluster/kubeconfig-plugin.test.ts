import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { readKubeconfig } from '../../../src/cluster/kubeconfig.ts';
import { isTransient } from '../../../src/cluster/retry.ts';
import { UserError } from '../../../src/errors.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

/** Prints what the second argument holds as the status of an ExecCredential. */
const PLUGIN = `
const [status] = process.argv.slice(2);
if (status === 'fail') {
  process.stderr.write('log in first');
  process.exit(1);
}
const apiVersion = 'client.authentication.k8s.io/v1';
console.log(JSON.stringify({ apiVersion, kind: 'ExecCredential', status: JSON.parse(status) }));
`;

/** Reads a kubeconfig whose user is an exec plugin. */
async function readWithPlugin(
  test: TestContext,
  status: object | 'fail',
  cluster: Record<string, unknown> = {},
) {
  const directory = await temporaryDirectory(test, { 'plugin.mjs': PLUGIN, 'ca.crt': 'CA' });
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: [path.join(directory, 'plugin.mjs'), status === 'fail' ? status : JSON.stringify(status)],
    interactiveMode: 'Never',
  };
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:6443/base', ...cluster } }],
    users: [{ name: 'u', user: { exec } }],
  };
  const file = path.join(directory, 'kubeconfig');
  await writeFile(file, JSON.stringify(kubeconfig));
  return readKubeconfig(file);
}

describe('readKubeconfig with an exec plugin', () => {
  it('takes the token that the plugin prints', async (t) => {
    const { server, ...rest } = await readWithPlugin(t, { token: 'T' });
    assert.equal(server.href, 'https://127.0.0.1:6443/base');
    assert.deepEqual(rest, { skipVerify: false, token: 'T' });
  });

  it('takes the certificate that the plugin prints, and what the cluster says', async (t) => {
    const status = { clientCertificateData: 'CERT', clientKeyData: 'KEY' };
    const credentials = await readWithPlugin(t, status, {
      'certificate-authority-data': Buffer.from('CA').toString('base64'),
      'tls-server-name': 'api',
    });
    const { cert, key, ca, serverName, token } = credentials;
    assert.deepEqual(
      { cert, key, ca, serverName, token },
      { cert: 'CERT', key: 'KEY', ca: 'CA', serverName: 'api', token: undefined },
    );
  });

  it('verifies the server unless the cluster says otherwise', async (t) => {
    const cluster = { 'insecure-skip-tls-verify': true };
    assert.equal((await readWithPlugin(t, { token: 'T' }, cluster)).skipVerify, true);
  });

  it('reads files by their path from the kubeconfig', async (t) => {
    const cluster = { 'certificate-authority': 'ca.crt' };
    assert.equal((await readWithPlugin(t, { token: 'T' }, cluster)).ca, 'CA');
  });

  it('a plugin that fails is no bug of this program', async (t) => {
    const error: unknown = await readWithPlugin(t, 'fail').catch((caught: unknown) => caught);
    assert.match(String(error), /log in first/);
    assert.ok(error instanceof UserError || isTransient(error));
  });
});
