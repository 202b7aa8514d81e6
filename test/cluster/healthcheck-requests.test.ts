import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { createFaultProxy } from './support/fault-proxy/fault-proxy.ts';
import { runProgram } from './support/program.ts';
import {
  deployment,
  describeHealth,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

suite('healthcheck asks', () => {
  const plane = sharedControlPlane();

  test('for what it is about and no more, however long it waits', async (t) => {
    const group = 'requests.example.com';
    const name = 'health-requests';
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, name, [
      namespace(name),
      widgetCrd(group),
      widget(group, name, 'w', { size: 1 }),
      deployment(name, 'operator'),
    ]);
    await describeHealth(tree, {
      workloads: [{ kind: 'Deployment', namespace: name, name: 'operand' }],
      conditions: [{ group, kind: 'Widget', namespace: name, name: 'w', type: 'Ready' }],
    });
    const applied = await runProgram(['apply', tree, '--kubeconfig', plane.kubeconfig]);
    assert.equal(applied.status, 0, applied.stderr);

    const proxy = await createFaultProxy(plane, directory);
    t.after(() => proxy.close());
    // Longer than a watch lasts.
    const check = ['healthcheck', tree, '--kubeconfig', proxy.kubeconfig, '--timeout', '25s'];
    assert.equal((await runProgram(check)).status, 5);

    const urls = proxy.requests.map(({ url }) => new URL(url, 'https://localhost'));
    const shown = urls.map(({ pathname, search }) => decodeURIComponent(`${pathname}${search}`));
    // The CRD is served, so that nobody reads it; the others are watched by name, and the pods of one by their labels.
    assert.ok(shown.includes(`/apis/${group}/v1`), shown.join('\n'));
    assert.ok(!shown.some((url) => url.includes('customresourcedefinitions')), shown.join('\n'));
    assert.ok(
      shown.some((url) => url.includes('watch=1')),
      shown.join('\n'),
    );
    const collections = urls.filter(({ pathname }) => /\/v1\/(?:.*\/)?[a-z]+s$/.test(pathname));
    assert.ok(collections.length > 0);
    for (const { pathname, searchParams } of collections) {
      const selected = searchParams.has('fieldSelector') || searchParams.has('labelSelector');
      assert.ok(selected, `${pathname} without a selector`);
    }
  });
});
