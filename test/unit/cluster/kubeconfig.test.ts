import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import {
  kubeconfigPath,
  MICROSHIFT_KUBECONFIG,
  readKubeconfig,
} from '../../../src/cluster/kubeconfig.ts';
import { isTransient } from '../../../src/cluster/retry.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';

type Fields = Record<string, unknown>;

const SERVER = 'https://127.0.0.1:6443';

/** A kubeconfig as JSON, which is YAML too. */
function kubeconfig(cluster: Fields = {}, user: Fields = {}, rest: Fields = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [
      { name: 'there', context: { cluster: 'none', user: 'none' } },
      { name: 'here', context: { cluster: 'c', user: 'u' } },
    ],
    clusters: [{ name: 'c', cluster: { server: SERVER, ...cluster } }],
    users: [{ name: 'u', user }],
    ...rest,
  });
}

async function read(test: TestContext, text: string, files: Files = {}) {
  const directory = await temporaryDirectory(test, { ...files, 'deep/kubeconfig': text });
  return readKubeconfig(path.join(directory, 'deep/kubeconfig'));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('kubeconfigPath', () => {
  const table: [string, string | undefined, string | undefined, string][] = [
    ['the flag', '/flag', '/env', '/flag'],
    ['$KUBECONFIG', undefined, '/env', '/env'],
    ['the first of $KUBECONFIG', undefined, '/a:/b', '/a'],
    ['the first of $KUBECONFIG that is not empty', undefined, '::/b', '/b'],
    ["MicroShift's, where $KUBECONFIG is empty", undefined, '', MICROSHIFT_KUBECONFIG],
    ["MicroShift's", undefined, undefined, MICROSHIFT_KUBECONFIG],
  ];
  for (const [name, flag, KUBECONFIG, expected] of table) {
    it(name, () => assert.equal(kubeconfigPath(flag, { KUBECONFIG }), expected));
  }
});

describe('readKubeconfig', () => {
  it('reads the current context’s server and inline certificates', async (t) => {
    const credentials = await read(
      t,
      kubeconfig(
        { 'certificate-authority-data': base64('CA'), 'certificate-authority': 'none' },
        { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
      ),
    );
    const server = new URL(SERVER);
    assert.deepEqual(credentials, {
      server,
      skipVerify: false,
      ca: 'CA',
      cert: 'CERT',
      key: 'KEY',
    });
  });

  it('reads files by their path from the kubeconfig', async (t) => {
    const credentials = await read(
      t,
      kubeconfig(
        { 'certificate-authority': '../ca.crt' },
        { 'client-certificate': 'me.crt', 'client-key': './keys/me.key', tokenFile: 'token' },
      ),
      { 'ca.crt': 'CA', 'deep/me.crt': 'CERT', 'deep/keys/me.key': 'KEY', 'deep/token': 'T\n' },
    );
    const { ca, cert, key, token } = credentials;
    assert.deepEqual({ ca, cert, key, token }, { ca: 'CA', cert: 'CERT', key: 'KEY', token: 'T' });
  });

  const fields: [string, Fields, Fields, Fields][] = [
    ['a token', {}, { token: 'T' }, { token: 'T' }],
    ['tls-server-name', { 'tls-server-name': 'api' }, {}, { serverName: 'api' }],
    ['insecure-skip-tls-verify', { 'insecure-skip-tls-verify': true }, {}, { skipVerify: true }],
    ['nothing of empty fields', { 'tls-server-name': '' }, { token: '', tokenFile: '' }, {}],
  ];
  for (const [name, cluster, user, expected] of fields) {
    it(`reads ${name}`, async (t) => {
      const { server, ...rest } = await read(t, kubeconfig(cluster, user));
      assert.equal(server.href, `${SERVER}/`);
      assert.deepEqual(rest, { skipVerify: false, ...expected });
    });
  }

  it('the token of tokenFile goes before the token', async (t) => {
    const text = kubeconfig({}, { token: 'OLD', tokenFile: 'token' });
    assert.equal((await read(t, text, { 'deep/token': 'NEW' })).token, 'NEW');
  });

  it('needs no user', async (t) => {
    const contexts = [{ name: 'here', context: { cluster: 'c' } }];
    const credentials = await read(t, kubeconfig({}, {}, { users: [], contexts }));
    assert.deepEqual(Object.keys(credentials).toSorted(), ['server', 'skipVerify']);
  });

  const NO_CONTEXT = 'has no current context with a cluster that names a server';
  const broken: [string, string, string, string?][] = [
    ['text', 'hello', NO_CONTEXT],
    ['no current context', kubeconfig({}, {}, { 'current-context': '' }), NO_CONTEXT],
    ['another current context', kubeconfig({}, {}, { 'current-context': 'x' }), NO_CONTEXT],
    ['a context without its cluster', kubeconfig({}, {}, { clusters: [] }), NO_CONTEXT],
    [
      'a context without its user, whom it would go on without',
      kubeconfig({}, {}, { users: [] }),
      'has no user for its current context',
    ],
    ['no server', kubeconfig({ server: undefined }), NO_CONTEXT],
    ['a server that is no URL', kubeconfig({ server: 'a b' }), 'has a server that is no URL: a b'],
    [
      'a server of another protocol',
      kubeconfig({ server: 'ftp://a' }),
      'has a server that is no URL: ftp://a',
    ],
  ];
  for (const [name, text, message] of broken) {
    it(`refuses ${name}`, async (t) => {
      const [problem, ...others] = await problemsOfAsync(() => read(t, text));
      assert.equal(problem?.code, 'kubeconfig-invalid');
      assert.equal(problem.message, message);
      assert.match(problem.at?.file ?? '', /deep\/kubeconfig$/);
      assert.deepEqual(others, []);
    });
  }

  for (const [name, text] of [
    ['nothing', ''],
    ['blanks', ' \n'],
    ['zeros, as a power cut can leave', '\0\0\0'],
  ] as const) {
    it(`takes ${name} for a file that is still to be written`, async (t) => {
      const error: unknown = await read(t, text).catch((caught: unknown) => caught);
      assert.ok(isTransient(error), String(error));
      assert.match(String(error), /deep\/kubeconfig is empty$/);
    });
  }

  it('names the line of what is no YAML', async (t) => {
    const [problem] = await problemsOfAsync(() => read(t, 'a: 1\nb: [\n'));
    assert.equal(problem?.code, 'yaml-invalid');
  });

  it('refuses what cannot be read', async (t) => {
    const directory = await temporaryDirectory(t);
    const [problem] = await problemsOfAsync(() => readKubeconfig(directory));
    assert.equal(problem?.code, 'kubeconfig-unreadable');
    assert.equal(problem.at?.file, directory);
  });

  it('lets through that the file is not there, since MicroShift writes it late', async (t) => {
    const file = path.join(await temporaryDirectory(t), 'kubeconfig');
    await assert.rejects(readKubeconfig(file), { name: 'Error', code: 'ENOENT', path: file });
  });
});
