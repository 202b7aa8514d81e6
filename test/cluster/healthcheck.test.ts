import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { condition, kubectl, writeStatus } from './support/kubectl.ts';
import { runProgram, startProgram } from './support/program.ts';
import {
  configMap,
  deployment,
  describeHealth,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

suite('healthcheck', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  const run = (command: string, tree: string, timeout: string) =>
    runProgram([command, tree, '--kubeconfig', plane.kubeconfig, '--timeout', timeout]);

  test('says what is not healthy, and turns to 0 once it is', async (t) => {
    const group = 'health.example.com';
    const inNamespace = 'health-all';
    const tree = await writeTree(await temporaryDirectory(t), 'health', [
      namespace(inNamespace),
      widgetCrd(group),
      widget(group, inNamespace, 'w', { size: 1 }),
      deployment(inNamespace, 'operator'),
    ]);
    await describeHealth(tree, {
      workloads: [{ kind: 'Deployment', namespace: inNamespace, name: 'operand' }],
      conditions: [{ group, kind: 'Widget', namespace: inNamespace, name: 'w', type: 'Ready' }],
    });

    const before = await run('healthcheck', tree, '4s');
    assert.equal(before.status, 5, before.stderr);
    assert.match(before.stderr, /widgets\.health\.example\.com: does not exist/);

    assert.equal((await run('apply', tree, '60s')).status, 0);
    const applied = await run('healthcheck', tree, '10s');
    assert.equal(applied.status, 5, applied.stderr);
    const named = applied.stderr.split('\n').filter((line) => line.startsWith('error:'));
    assert.equal(named.length, 2, applied.stderr);
    assert.match(applied.stderr, /error: Deployment health-all\/operand: does not exist/);
    assert.match(applied.stderr, /error: Widget\S* health-all\/w: has no condition Ready yet/);

    // The simulated node makes its pods ready.
    await kubectl(plane, ['apply', '-f', '-'], deployment(inNamespace, 'operand'));
    const widgetArgs = ['widgets.health.example.com', 'w', '-n', inNamespace];
    const waiting = run('healthcheck', tree, '60s');
    await writeStatus(plane, widgetArgs, { conditions: [condition('Ready', 'False', 1)] });
    await writeStatus(plane, widgetArgs, { conditions: [condition('Ready', 'True', 1)] });
    const healthy = await waiting;
    assert.equal(healthy.status, 0, healthy.stderr);
    assert.match(healthy.stdout, /^healthy: 4 of 4 checks passed/);
  });

  test('waits for the report of apply, and judges what came after it', async (t) => {
    const directory = await temporaryDirectory(t);
    const report = path.join(directory, 'report.json');
    const name = 'health-report';
    const tree = await writeTree(directory, name, [namespace(name), deployment(name, 'operator')]);
    // Of the release before, and healthy.
    assert.equal((await run('apply', tree, '60s')).status, 0);
    assert.equal((await run('healthcheck', tree, '60s')).status, 0);

    const kubeconfig = ['--kubeconfig', plane.kubeconfig];
    const args = ['healthcheck', tree, ...kubeconfig, '--timeout', '90s', '--apply-report', report];
    const checking = startProgram(args);
    await checking.printed(/waiting {4}for apply: health-report \(there is no report of it\)/);
    const applied = await runProgram(['apply', tree, ...kubeconfig, '--report', report]);
    assert.equal(applied.status, 0, applied.stderr);
    const healthy = await checking.result;
    assert.equal(healthy.status, 0, healthy.stderr);
  });

  test('ends where apply has failed for good, and says why; not for another tree', async (t) => {
    const directory = await temporaryDirectory(t);
    const report = path.join(directory, 'report.json');
    const [good, bad] = ['health-good', 'health-bad'];
    const trees = [
      await writeTree(directory, good, [namespace(good), deployment(good, 'operator')]),
      await writeTree(directory, bad, [configMap('health-nowhere', 'a')]),
    ];
    const kubeconfig = ['--kubeconfig', plane.kubeconfig];
    const applied = await runProgram(['apply', ...trees, ...kubeconfig, '--report', report]);
    assert.equal(applied.status, 3, applied.stderr);
    const check = (tree: string) =>
      runProgram([
        'healthcheck',
        tree,
        ...kubeconfig,
        '--timeout',
        '10m',
        '--apply-report',
        report,
      ]);
    const results = await Promise.all(trees.map(check));
    assert.deepEqual(
      results.map(({ status }) => status),
      [0, 5],
    );
    const { stderr } = results[1] ?? assert.fail();
    assert.match(stderr, /health-bad: apply has failed for good: it ended with exit status 3/);
    assert.match(stderr, /ConfigMap health-nowhere\/a: .*namespaces "health-nowhere" not found/);
    assert.doesNotMatch(stderr, /did not answer/);
  });

  test('a condition of an older generation does not count', async (t) => {
    const group = 'stale.example.com';
    const tree = await writeTree(await temporaryDirectory(t), 'stale', [
      widgetCrd(group),
      widget(group, 'default', 'stale', { size: 1 }),
    ]);
    await describeHealth(tree, {
      conditions: [{ group, kind: 'Widget', namespace: 'default', name: 'stale', type: 'Ready' }],
    });
    assert.equal((await run('apply', tree, '60s')).status, 0);
    const args = ['widgets.stale.example.com', 'stale'];
    await writeStatus(plane, args, { conditions: [condition('Ready', 'True', 1)] });
    assert.equal((await run('healthcheck', tree, '30s')).status, 0);

    const resize = JSON.stringify({ spec: { size: 2 } });
    await kubectl(plane, ['patch', ...args, '--type=merge', '-p', resize]);
    const { status, stderr } = await run('healthcheck', tree, '4s');
    assert.equal(status, 5);
    assert.match(stderr, /speaks of generation 1, but the object is at 2/);
  });

  test('a description of a kind that nothing defines is refused', async (t) => {
    const tree = await writeTree(await temporaryDirectory(t), 'odd', [namespace('health-odd')]);
    await describeHealth(tree, {
      conditions: [{ group: 'x.example.com', kind: 'X', name: 'x', type: 'Ready' }],
    });
    const { status, stderr } = await run('healthcheck', tree, '10s');
    assert.equal(status, 2);
    assert.match(stderr, /health-kind-unknown/);
  });

  test('ends 4 where the API server never answers', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'silent', [deployment('default', 'silent')]);
    const missing = path.join(directory, 'kubeconfig');
    const { status, stderr } = await runProgram([
      'healthcheck',
      tree,
      '--kubeconfig',
      missing,
      '--timeout',
      '2s',
    ]);
    assert.equal(status, 4);
    assert.match(stderr, /Deployment default\/silent: could not be read: ENOENT/);
  });
});
