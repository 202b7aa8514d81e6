import assert from 'node:assert/strict';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createCertificates } from '../control-plane/certificates.ts';
import { writeKubeconfig } from '../control-plane/kubeconfig.ts';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { certificatesIn } from '../support/fault-proxy/upstream.ts';
import { temporaryDirectory } from '../support/trees.ts';
import { OBJECTS } from './support/case-tree.ts';
import { faultCase } from './support/fault-case.ts';

/*
 * MicroShift writes its kubeconfig while it starts, later than this program may start, not in one step, and
 * with new certificates now and then.
 */

suite('kubeconfigs that come late', { concurrency: 6 }, () => {
  const plane = sharedControlPlane();

  const setUp = async (t: TestContext, name: string) => {
    const running = await faultCase(t, plane, name);
    const kubeconfig = path.join(await temporaryDirectory(t), 'kubeconfig');
    const good = await readFile(running.proxy.kubeconfig, 'utf8');
    const start = () => running.start({ kubeconfig });
    return { ...running, kubeconfig, good, start, startWith: running.start };
  };

  /** Certificates of somebody else, in a control plane's place. */
  const foreign = async (t: TestContext) => {
    const directory = path.join(await temporaryDirectory(t), 'pki');
    await mkdir(directory);
    return createCertificates(directory);
  };

  // What is in the file at first, and what the program says of it.
  const broken: [string, (good: string) => string | undefined, RegExp][] = [
    ['missing', () => undefined, /ENOENT/],
    ['empty', () => '', /is empty/],
    ['zeros', (good) => '\0'.repeat(good.length), /is empty/],
    ['no-user', (good) => good.slice(0, good.indexOf('users:')), /not complete: has no user/],
    [
      'no-key',
      (good) => good.slice(0, good.indexOf('    client-key-data')),
      /not complete: has a client certificate alone/,
    ],
    ['half-a-key', (good) => good.slice(0, -90), /not complete: has certificates or a key/],
    ['half-a-line', (good) => good.slice(0, good.indexOf('usters:')), /not complete: /],
    [
      'dead-port',
      (good) => good.replace(/server: \S+/, 'server: https://127.0.0.1:1'),
      /ECONNREFUSED/,
    ],
  ];
  for (const [name, content, words] of broken) {
    test(`${name}, then as it should be`, async (t) => {
      const { kubeconfig, good, start, assertConverged } = await setUp(t, `config-${name}`);
      const first = content(good);
      if (first !== undefined) await writeFile(kubeconfig, first);
      const victim = start();
      await victim.printed(words);
      // Not in one step, as MicroShift does it.
      await writeFile(kubeconfig, good);
      await assertConverged(await victim.result);
    });
  }

  test('with the authority of another cluster, then as it should be', async (t) => {
    const { kubeconfig, good, start, assertConverged, proxy } = await setUp(t, 'config-authority');
    const other = await foreign(t);
    const own = certificatesIn(plane.directory);
    await writeKubeconfig(kubeconfig, proxy.server, { ...own, authority: other.authority });
    const victim = start();
    await victim.printed(/waiting +for the API server: .*(certificate|signature)/);
    await writeFile(kubeconfig, good);
    await assertConverged(await victim.result);
  });

  test('with a client certificate that the API server does not know, then one that it does', async (t) => {
    const { kubeconfig, start, assertConverged } = await setUp(t, 'config-client');
    const other = await foreign(t);
    const own = certificatesIn(plane.directory);
    await writeKubeconfig(kubeconfig, plane.server, { ...own, client: other.client });
    const victim = start();
    await victim.printed(/Unauthorized/);
    await writeKubeconfig(kubeconfig, plane.server, own);
    await assertConverged(await victim.result);
  });

  test('replaced in the middle, because the API server moves to another port', async (t) => {
    const { kubeconfig, good, start, assertConverged, proxy } = await setUp(t, 'config-moved');
    await writeFile(kubeconfig, good);
    proxy.onRequest = ({ method }) => (method === 'PATCH' ? { do: 'refuse' } : undefined);
    const victim = start();
    await victim.printed(/ECONNREFUSED/);
    await writeFile(kubeconfig, 'apiVersion: v1\nclusters:\n- clus');
    await victim.printed(/kubeconfig is not complete/);
    await writeFile(`${kubeconfig}.new`, await readFile(plane.kubeconfig));
    await rename(`${kubeconfig}.new`, kubeconfig);
    await assertConverged(await victim.result);
  });

  test('broken for good: ends 2, and says what is wrong', async (t) => {
    const { kubeconfig, good, start } = await setUp(t, 'config-broken');
    await writeFile(kubeconfig, good.replace('current-context', 'current'));
    const { status, stderr, report } = await start().result;
    assert.equal(status, 2, stderr);
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['kubeconfig-invalid'],
    );
  });

  for (const [name, content, reason] of [
    ['missing', undefined, /ENOENT/],
    ['empty', '', /is empty/],
  ] as const) {
    test(`${name} for good: ends 4, and every object says why`, async (t) => {
      const { startWith, kubeconfig } = await setUp(t, `config-never-${name}`);
      if (content !== undefined) await writeFile(kubeconfig, content);
      const victim = startWith({ kubeconfig, deadline: 'manual' });
      await victim.printed(reason);
      victim.passDeadline();
      const { status, report } = await victim.result;
      assert.equal(status, 4);
      assert.equal(report.objects.length, OBJECTS);
      for (const { problem } of report.objects) assert.match(problem?.message ?? '', reason);
    });
  }

  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    // Ends with the program, whose end of the pipe is its input's.
    args: ['-e', 'process.stdin.resume()'],
    interactiveMode: 'Never',
  };
  test('a plugin that does not answer: ends 4 all the same', async (t) => {
    const { run, kubeconfig, good } = await setUp(t, 'config-plugin');
    const user = `    exec: ${JSON.stringify(exec)}\n`;
    await writeFile(kubeconfig, good.slice(0, good.indexOf('    client-certificate-data')) + user);
    const { status, report } = await run({ kubeconfig, deadline: 3 });
    assert.equal(status, 4);
    assert.equal(report.objects.length, OBJECTS);
  });
});
