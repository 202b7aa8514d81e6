import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startControlPlane } from './control-plane/start.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
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

suite('status', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  const run = (command: string, ...args: string[]) =>
    runProgram([command, ...args, '--kubeconfig', plane.kubeconfig]);

  test('goes with a tree from before it is applied until it is removed', async (t) => {
    const name = 'status-life';
    const tree = await writeTree(await temporaryDirectory(t), name, [
      namespace(name),
      configMap(name, 'settings'),
      deployment(name, 'operator'),
    ]);
    await describeTree(tree, { version: '1.2.0' });
    const line = (text: string) => text.split('\n').find((each) => each.startsWith(name)) ?? '';

    const before = await run('status', tree);
    assert.equal(before.status, 5, before.stderr);
    assert.match(line(before.stdout), /^status-life +1\.2\.0 +no +3 missing +not healthy$/);
    assert.match(before.stderr, /status-life has not been applied \[tree-incomplete\]/);

    assert.equal((await run('apply', tree)).status, 0);
    assert.equal((await run('healthcheck', tree)).status, 0);
    const healthy = await run('status', tree);
    assert.deepEqual([healthy.status, healthy.stderr], [0, '']);
    assert.match(
      line(healthy.stdout),
      /^status-life +1\.2\.0 +1\.2\.0 \d{4}-\d\d-\d\d +3 objects +healthy$/,
    );
    assert.match(healthy.stdout, /^status-life: 1 pod, requesting 0m of \d+m CPU and 0Mi of/m);

    await kubectl(plane, [
      '-n',
      name,
      'patch',
      'configmap',
      'settings',
      '-p',
      '{"data":{"a":"mine"}}',
    ]);
    const changed = await run('status', tree);
    assert.equal(changed.status, 0, changed.stderr);
    assert.match(
      changed.stdout,
      /^status-life: changed since it was applied: ConfigMap status-life\/settings, by kubectl-patch at 20\S+Z$/m,
    );

    await kubectl(plane, ['-n', name, 'delete', 'deployment', 'operator']);
    const json = await run('status', tree, '-o', 'json');
    assert.equal(json.status, 5);
    const status = JSON.parse(json.stdout);
    assert.equal(status.apiVersion, 'status.optional.microshift.io/v1alpha1');
    assert.equal(status.exitStatus, 5);
    const [{ applied, changedBy, ...rest }] = status.trees;
    assert.deepEqual(rest, {
      name,
      version: '1.2.0',
      directory: tree,
      missing: [`Deployment ${name}/operator`],
      changed: [`ConfigMap ${name}/settings`],
      pending: [],
      healthy: false,
    });
    assert.deepEqual(
      [applied.release, applied.objects, applied.program],
      ['1.2.0', 3, status.program],
    );
    assert.match(applied.at, /^20\S+Z$/);
    assert.deepEqual(
      [changedBy[0].object, changedBy[0].manager, changedBy[0].operation],
      [`ConfigMap ${name}/settings`, 'kubectl-patch', 'Update'],
    );
    assert.deepEqual(
      status.problems.map(({ code }: { code: string }) => code),
      ['unhealthy', 'tree-incomplete'],
    );

    // Its package is gone: only the cluster knows of it.
    const recorded = await run('status', name);
    assert.equal(recorded.status, 0, recorded.stderr);
    assert.match(
      line(recorded.stdout),
      /^status-life +not installed +1\.2\.0 20\S+ +3 objects +unknown$/,
    );
    assert.match((await run('status')).stdout, /^status-life +not installed/m);
    assert.equal((await run('remove', tree)).status, 0);
    const gone = await run('status', name);
    assert.equal(gone.status, 2, gone.stdout + gone.stderr);
    assert.match(gone.stderr, /the cluster has no record of a tree of that name \[tree-missing\]/);
  });

  test('ends 4 where the API server does not answer', async (t) => {
    const own = await startControlPlane({ etcd: plane.etcd });
    await own.stop();
    const tree = await writeTree(await temporaryDirectory(t), 'status-down', [namespace('a')]);
    const flags = ['--kubeconfig', '/nowhere/kubeconfig', '--timeout', '2s'];
    const { status, stderr } = await runProgram(['status', tree, ...flags]);
    assert.equal(status, 4, stderr);
    assert.match(stderr, /the API server did not answer: .* \[api-unreachable\]/);
  });
});
