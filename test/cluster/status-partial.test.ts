import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { createFaultProxy } from './support/fault-proxy/fault-proxy.ts';
import { statusAnswer } from './support/fault-proxy/fault.ts';
import { kubectl } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import {
  configMap,
  deployment,
  describeTree,
  namespace,
  temporaryDirectory,
  writeTree,
} from './support/trees.ts';

/*
 * What a status shows where not all of it can be read: to somebody with few rights, from an API server that does not
 * answer everything, and of what a newer program has written.
 */

const CONFIG_MAPS = '/api/v1/namespaces/kube-system/configmaps';

suite('status that cannot read everything', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  const run = (command: string, tree: string, kubeconfig = plane.kubeconfig, ...more: string[]) =>
    runProgram([command, tree, '--kubeconfig', kubeconfig, ...more]);
  const line = (text: string, name: string): string =>
    text.split('\n').find((each) => each.startsWith(`${name} `)) ?? '';

  /** An applied tree with an object that the role `view` does not show. */
  const applied = async (t: TestContext, name: string): Promise<string> => {
    const tree = await writeTree(await temporaryDirectory(t), name, [
      namespace(name),
      configMap(name, 'settings'),
      deployment(name, 'operator'),
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name },
        rules: [],
      },
    ]);
    await describeTree(tree, { version: '1.2.0' });
    assert.equal((await run('apply', tree)).status, 0);
    assert.equal((await run('healthcheck', tree)).status, 0);
    return tree;
  };

  /** The kubeconfig of a ServiceAccount, which has a ClusterRole or no rights. */
  const userOf = async (t: TestContext, name: string, clusterRole?: string): Promise<string> => {
    await kubectl(plane, ['-n', name, 'create', 'serviceaccount', 'viewer']);
    if (clusterRole !== undefined) {
      const subject = `--serviceaccount=${name}:viewer`;
      const flags = [`--clusterrole=${clusterRole}`, subject];
      await kubectl(plane, ['create', 'clusterrolebinding', name, ...flags]);
    }
    const token = await kubectl(plane, ['-n', name, 'create', 'token', 'viewer']);
    const text = await readFile(plane.kubeconfig, 'utf8');
    const file = path.join(await temporaryDirectory(t), 'kubeconfig');
    const withoutCertificate = text.replaceAll(/^ +client-(?:certificate|key)-data: .*\n/gm, '');
    await writeFile(file, `${withoutCertificate.trimEnd()}\n    token: ${token.trim()}\n`);
    return file;
  };

  test('shows a viewer the rest, and names the missing rights once', async (t) => {
    const name = 'status-viewer';
    const tree = await applied(t, name);
    const viewer = await userOf(t, name, 'view');

    const healthy = await run('status', tree, viewer);
    assert.equal(healthy.status, 3, healthy.stderr);
    assert.match(
      line(healthy.stdout, name),
      /^status-viewer +1\.2\.0 +1\.2\.0 20\S+ +4 objects, 1 not read +healthy$/,
    );
    assert.match(healthy.stdout, /^status-viewer: 1 pod, requesting 0m CPU and 0Mi memory$/m);
    const errors = healthy.stderr.split('\n').filter((each) => each.startsWith('error:'));
    assert.equal(errors.length, 1, healthy.stderr);
    assert.match(
      errors[0] ?? '',
      /^error: this user may not: get clusterroles\.rbac\.authorization\.k8s\.io; list nodes \[permission-missing\]$/,
    );

    // What is broken counts for more.
    await kubectl(plane, ['-n', name, 'delete', 'deployment', 'operator']);
    const broken = await run('status', tree, viewer, '-o', 'json');
    assert.equal(broken.status, 5, broken.stderr);
    const { problems, unread, trees } = JSON.parse(broken.stdout);
    assert.deepEqual(
      problems.map(({ code }: { code: string }) => code),
      ['unhealthy', 'tree-incomplete', 'permission-missing'],
    );
    assert.deepEqual(trees[0].missing, [`Deployment ${name}/operator`]);
    assert.deepEqual(trees[0].unread, [`ClusterRole ${name}`]);
    const clusterRoles = { group: 'rbac.authorization.k8s.io', resource: 'clusterroles' };
    assert.deepEqual(unread, {
      permissions: [
        { verb: 'get', ...clusterRoles, namespace: '' },
        { verb: 'list', group: '', resource: 'nodes', namespace: '' },
      ],
      late: [],
    });
  });

  test('says to somebody without rights what that leaves', async (t) => {
    const name = 'status-nobody';
    const tree = await applied(t, name);
    const nobody = await userOf(t, name);
    const { status, stdout, stderr } = await run('status', tree, nobody);
    assert.equal(status, 3, stderr);
    assert.match(line(stdout, name), /^status-nobody +1\.2\.0 +unknown +4 not read +unknown$/);
    assert.equal(stderr.match(/^error:/gm)?.length, 1, stderr);
    for (const missing of [
      'get configmaps in status-nobody;',
      'get namespaces;',
      'list configmaps in kube-system;',
      'list deployments.apps in status-nobody;',
    ]) {
      assert.ok(stderr.includes(missing), `${missing}: ${stderr}`);
    }
    // A name is neither known nor unknown.
    const byName = await run('status', 'status-elsewhere', nobody);
    assert.equal(byName.status, 3, byName.stderr);
    assert.match(byName.stdout, /^status-elsewhere +not installed +unknown +- +unknown$/m);
  });

  test('shows the rest where a part does not answer', async (t) => {
    const name = 'status-hung';
    const tree = await applied(t, name);
    const proxy = await createFaultProxy(plane, await temporaryDirectory(t));
    t.after(() => proxy.close());
    proxy.onRequest = ({ url }) => (url.startsWith(`${CONFIG_MAPS}?`) ? { do: 'hang' } : undefined);
    const hung = await run('status', tree, proxy.kubeconfig, '--timeout', '9s');
    assert.equal(hung.status, 5, hung.stderr);
    assert.match(line(hung.stdout, name), /^status-hung +1\.2\.0 +unknown +- +healthy$/);
    assert.match(
      hung.stderr,
      /^error: could not be read in time: what was applied \[status-incomplete\]$/m,
    );

    // One that never answers anything else is none.
    proxy.onRequest = () => statusAnswer(503, 'ServiceUnavailable', 'apiserver not ready');
    const silent = await run('status', tree, proxy.kubeconfig, '--timeout', '2s');
    assert.equal(silent.status, 4, silent.stderr);
    assert.match(silent.stderr, /the API server did not answer: apiserver not ready/);
  });

  test('names a record that a newer program has written', async (t) => {
    const name = 'status-newer';
    const tree = await applied(t, name);
    const data = { 'inventory.json': JSON.stringify({ version: 7, things: {} }) };
    const patch = ['patch', 'configmap', `microshift-optional-${name}`, '-p'];
    await kubectl(plane, ['-n', 'kube-system', ...patch, JSON.stringify({ data })]);
    const newer = await run('status', tree);
    assert.deepEqual([newer.status, newer.stderr], [0, '']);
    assert.match(line(newer.stdout, name), /^status-newer +1\.2\.0 +unknown +- +healthy$/);
    assert.match(newer.stdout, /^status-newer: was recorded by a newer program \(format 7\)/m);
    const byName = await run('status', name);
    assert.equal(byName.status, 0, byName.stderr);
    assert.match(line(byName.stdout, name), /^status-newer +not installed +unknown +- +unknown$/);
    // The program that is here goes on with its own.
    assert.equal((await run('apply', tree)).status, 0);
    assert.match(
      line((await run('status', tree)).stdout, name),
      / 1\.2\.0 20\S+ +4 objects +healthy$/,
    );
  });

  test('knows when it was applied, also after a boot with nothing to do', async (t) => {
    const name = 'status-warm';
    const tree = await applied(t, name);
    const record = ['-n', 'kube-system', 'get', 'configmap', `microshift-optional-${name}`];
    const version = [...record, '-o', 'jsonpath={.metadata.resourceVersion}'];
    const before = await kubectl(plane, version);
    assert.equal((await run('apply', tree)).status, 0);
    assert.equal(await kubectl(plane, version), before);
  });
});
