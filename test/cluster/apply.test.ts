import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { runProgram, startProgram } from './support/program.ts';
import {
  configMap,
  deployment,
  describeTree,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

type Report = {
  exitStatus: number;
  objects: { kind: string; name: string; action: string; problem?: { message: string } }[];
};

suite('apply', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const apply = async (
    trees: string[],
    flags: string[] = ['--timeout', '60s'],
    kubeconfig = plane.kubeconfig,
  ) => {
    const report = `${trees[0]}.report.json`;
    const result = await runProgram([
      'apply',
      ...trees,
      '--kubeconfig',
      kubeconfig,
      '--report',
      report,
      ...flags,
    ]);
    const text = await readFile(report, 'utf8').catch(() => '{}');
    return { ...result, report: JSON.parse(text) as Report };
  };

  const actions = ({ objects }: Report) =>
    Object.fromEntries(objects.map(({ kind, name, action }) => [`${kind} ${name}`, action]));

  test('says before it applies that the device cannot hold it, and applies it all the same', async (t) => {
    const name = 'apply-large';
    const tree = await writeTree(await temporaryDirectory(t), name, [
      namespace(name),
      deployment(name, 'operator'),
    ]);
    await describeTree(tree, { requests: [{ name: 'operand', cpu: 1e6, memory: 1 }] });
    const first = await apply([tree]);
    assert.equal(first.status, 0, first.stderr);
    const warning = /^warning {4}what is applied asks for 1000000000m of CPU, and \d+m are free/m;
    assert.match(first.stderr, warning);
    assert.doesNotMatch(first.stderr, /of memory/);
    assert.ok(first.stderr.search(warning) < first.stderr.indexOf('created    Deployment'));
    // A boot at which no pod is to come or to change does not look.
    const warm = await apply([tree]);
    assert.doesNotMatch(warm.stderr, /warning/);
  });

  test('creates CRD, namespace and custom resource in order, then changes nothing', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'order.example.com';
    const tree = await writeTree(directory, 'apply-order', [
      widget(group, 'apply-order', 'w', { size: 3 }),
      configMap('apply-order', 'settings'),
      widgetCrd(group),
      namespace('apply-order'),
    ]);
    const first = await apply([tree]);
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual([...new Set(Object.values(actions(first.report)))], ['created']);

    const before = await getObject(plane, ['widgets.order.example.com', 'w', '-n', 'apply-order']);
    const second = await apply([tree]);
    assert.equal(second.status, 0, second.stderr);
    assert.deepEqual([...new Set(Object.values(actions(second.report)))], ['unchanged']);
    const after = await getObject(plane, ['widgets.order.example.com', 'w', '-n', 'apply-order']);
    assert.equal(after.metadata.resourceVersion, before.metadata.resourceVersion);
    assert.match(second.stdout, /4 objects: 4 unchanged/);
  });

  test('says what it changed', async (t) => {
    const directory = await temporaryDirectory(t);
    const objects = [namespace('apply-change'), configMap('apply-change', 'same')];
    const tree = await writeTree(directory, 'a', [...objects, configMap('apply-change', 'other')]);
    assert.equal((await apply([tree])).status, 0);
    const changed = await writeTree(directory, 'b', [
      ...objects,
      configMap('apply-change', 'other', { a: 'c' }),
    ]);
    const { status, report } = await apply([changed]);
    assert.equal(status, 0);
    assert.deepEqual(actions(report), {
      'Namespace apply-change': 'unchanged',
      'ConfigMap same': 'unchanged',
      'ConfigMap other': 'configured',
    });
  });

  test('repairs what was changed or deleted since, and only that', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'drift', [
      namespace('apply-drift'),
      configMap('apply-drift', 'same'),
      configMap('apply-drift', 'edited'),
      configMap('apply-drift', 'deleted'),
      deployment('apply-drift', 'scaled'),
    ]);
    assert.equal((await apply([tree])).status, 0);
    const inNamespace = ['-n', 'apply-drift'];
    await kubectl(plane, ['delete', 'configmap', 'deleted', ...inNamespace]);
    await kubectl(plane, ['annotate', 'configmap', 'same', 'mine=kept', ...inNamespace]);
    const edit = ['patch', 'configmap', 'edited', '--type=merge', '-p', '{"data":{"a":"wrong"}}'];
    await kubectl(plane, [...edit, ...inNamespace]);
    const { status, report } = await apply([tree]);
    assert.equal(status, 0);
    assert.deepEqual(actions(report), {
      'Namespace apply-drift': 'unchanged',
      'ConfigMap same': 'unchanged',
      'ConfigMap edited': 'configured',
      'ConfigMap deleted': 'created',
      'Deployment scaled': 'unchanged',
    });
    const edited = await getObject(plane, ['configmap', 'edited', ...inNamespace]);
    assert.deepEqual(edited.data, { a: 'b' });
    const same = await getObject(plane, ['configmap', 'same', ...inNamespace]);
    assert.equal(same.metadata.annotations.mine, 'kept');
  });

  test('takes edges across trees', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'across.example.com';
    const application = await writeTree(directory, 'application', [
      widget(group, 'apply-across', 'w', { size: 1 }),
    ]);
    const component = await writeTree(directory, 'component', [
      widgetCrd(group),
      namespace('apply-across'),
    ]);
    const { status, stderr } = await apply([application, component]);
    assert.equal(status, 0, stderr);
  });

  test('waits for a kind that something else brings', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'late.example.com';
    const tree = await writeTree(directory, 'late', [
      widget(group, 'default', 'late', { size: 1 }),
    ]);
    const pending = apply([tree]);
    await kubectl(plane, ['apply', '-f', '-'], widgetCrd(group));
    const { status, stderr } = await pending;
    assert.equal(status, 0, stderr);
  });

  test('ends 4 for a kind that nobody knows, and names it', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'unknown', [
      widget('nobody.example.com', 'default', 'w', {}),
      configMap('default', 'apply-unknown'),
    ]);
    const { status, stderr, report } = await apply([tree], ['--timeout', '8s']);
    assert.equal(status, 4);
    assert.match(
      stderr,
      /Widget\.nobody\.example\.com default\/w: .*serve Widget in nobody\.example/,
    );
    assert.deepEqual(actions(report), {
      'Widget w': 'waiting',
      'ConfigMap apply-unknown': 'created',
    });
  });

  test('ends 3 for what the API server refuses, with object and field; the rest is applied', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'refused.example.com';
    const tree = await writeTree(directory, 'apply-refused', [
      namespace('apply-refused'),
      widgetCrd(group),
      widget(group, 'apply-refused', 'too-small', { size: 0 }),
      widget(group, 'apply-refused', 'misspelt', { sise: 1 }),
      widget(group, 'apply-refused', 'good', { size: 1 }),
    ]);
    const { status, stderr, report } = await apply([tree]);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /apply-refused\/too-small: spec\.size: .*greater than or equal to 1/);
    assert.match(stderr, /apply-refused\/misspelt: spec\.sise: /);
    assert.deepEqual(actions(report), {
      'Namespace apply-refused': 'created',
      'CustomResourceDefinition widgets.refused.example.com': 'created',
      'Widget too-small': 'failed',
      'Widget misspelt': 'failed',
      'Widget good': 'created',
    });
  });

  test('names the unknown field of a built-in kind', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'field', [
      { ...configMap('default', 'apply-field'), dada: { a: 'b' } },
    ]);
    const { status, stderr } = await apply([tree]);
    assert.equal(status, 3);
    assert.match(stderr, /ConfigMap default\/apply-field: dada: /);
  });

  test('a namespace that is not there fails at once, with a hint', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'missing', [configMap('apply-missing', 'a')]);
    const { status, stderr } = await apply([tree]);
    assert.equal(status, 3);
    assert.match(stderr, /create the namespace apply-missing/);
  });

  test('a CRD whose names conflict fails at once and skips its objects', async (t) => {
    const directory = await temporaryDirectory(t);
    const group = 'conflict.example.com';
    const first = await writeTree(directory, 'first', [widgetCrd(group)]);
    assert.equal((await apply([first])).status, 0);
    const tree = await writeTree(directory, 'second', [
      namespace('apply-conflict'),
      // The kind Widget of this group is taken by the CRD widgets.conflict.example.com.
      widgetCrd(group, { singular: 'gadget' }),
      widget(group, 'apply-conflict', 'w', { size: 1 }),
    ]);
    const { status, stderr, report } = await apply([tree]);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /gadgets\.conflict\.example\.com: .*names are not accepted/);
    assert.deepEqual(actions(report), {
      'Namespace apply-conflict': 'created',
      'CustomResourceDefinition gadgets.conflict.example.com': 'failed',
      'Widget w': 'skipped',
    });
  });

  test('ends 4 when the API server cannot be reached, and says why', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'unreachable', [configMap('default', 'a')]);
    const kubeconfig = path.join(directory, 'kubeconfig');
    await copyFile(plane.kubeconfig, kubeconfig);
    // Port 1 is nobody's.
    const set = ['config', 'view', '--raw', '--minify', '-o', 'jsonpath={.clusters[0].name}'];
    const cluster = await kubectl({ ...plane, kubeconfig }, set);
    await kubectl({ ...plane, kubeconfig }, [
      'config',
      'set-cluster',
      cluster,
      '--server=https://127.0.0.1:1',
    ]);
    const { status, stderr, report } = await apply([tree], ['--timeout', '2s'], kubeconfig);
    assert.equal(status, 4);
    assert.match(stderr, /ConfigMap default\/a: .*ECONNREFUSED/);
    assert.equal(report.exitStatus, 4);
  });

  test('waits for a kubeconfig that is not there yet', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'early', [configMap('default', 'apply-early')]);
    const kubeconfig = path.join(directory, 'kubeconfig');
    const program = startProgram(['apply', tree, '--kubeconfig', kubeconfig, '--timeout', '60s']);
    await program.printed(/waiting {4}for the API server: ENOENT/);
    await copyFile(plane.kubeconfig, kubeconfig);
    const { status, stderr } = await program.result;
    assert.equal(status, 0, stderr);
  });

  test('reads a webhook configuration only after its Service and workload', async (t) => {
    const directory = await temporaryDirectory(t);
    const labels = { app: 'hook' };
    const metadata = { name: 'hook', namespace: 'apply-hook' };
    const tree = await writeTree(directory, 'hook', [
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: 'hook.example.com' },
        webhooks: [
          {
            name: 'hook.example.com',
            clientConfig: { service: { name: 'hook', namespace: 'apply-hook' } },
            rules: [
              {
                apiGroups: ['hook.example.com'],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['nothings'],
              },
            ],
            sideEffects: 'None',
            admissionReviewVersions: ['v1'],
          },
        ],
      },
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: { selector: labels, ports: [{ port: 443 }] },
      },
      deployment('apply-hook', 'hook'),
      namespace('apply-hook'),
    ]);
    const { status, stderr, report } = await apply([tree]);
    assert.equal(status, 0, stderr);
    const done = Object.fromEntries(
      report.objects.map((object) => [
        object.kind,
        object as unknown as { readyAtMilliseconds: number; doneAtMilliseconds: number },
      ]),
    );
    const ready = done.ValidatingWebhookConfiguration?.readyAtMilliseconds ?? 0;
    assert.ok(ready >= (done.Service?.doneAtMilliseconds ?? Infinity));
    assert.ok(ready >= (done.Deployment?.doneAtMilliseconds ?? Infinity));
  });
});
