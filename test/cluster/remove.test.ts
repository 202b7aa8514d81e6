import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { startProgram } from './support/program.ts';
import {
  addFinalizer,
  applyTrees,
  createCrd,
  exists,
  finalize,
  isUntouched,
  readRemoveReport,
  removalActions,
  removeCommand,
  removeTrees,
  untilDeleting,
} from './support/removal.ts';
import {
  configMap,
  deployment,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

suite('remove', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  test('an operator stays until its custom resources are gone; then everything but the CRD goes', async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-order', 'order.remove.example.com'];
    const tree = await writeTree(directory, 'order', [
      namespace(ns),
      widgetCrd(group),
      widget(group, ns, 'w', { size: 1 }),
      deployment(ns, 'operator'),
      configMap(ns, 'settings'),
    ]);
    await applyTrees(plane, [tree]);
    const own = [`widgets.${group}/w`, '-n', ns];
    await addFinalizer(plane, own, 'example.com/clean-up');

    const program = startProgram(removeCommand(plane, [tree]));
    await untilDeleting(plane, own);
    const during = await Promise.all(
      [`deployment/operator`, 'configmap/settings', 'serviceaccount/default'].map((object) =>
        isUntouched(plane, [object, '-n', ns]),
      ),
    );
    assert.deepEqual(during, [true, true, true]);
    await finalize(plane, own);

    const { status, stdout, stderr } = await program.result;
    assert.equal(status, 0, stderr);
    const report = await readRemoveReport([tree]);
    assert.equal(report.kind, 'RemoveReport');
    assert.deepEqual(removalActions(report), {
      'Widget w': 'deleted',
      [`CustomResourceDefinition widgets.${group}`]: 'kept',
      'Deployment operator': 'deleted',
      'ConfigMap settings': 'deleted',
      'Namespace remove-order': 'deleted',
    });
    assert.match(stdout, /^5 objects: 4 deleted, 1 kept in /);
    assert.match(
      stdout,
      /\nkept CustomResourceDefinition widgets\.order.*only removed with --crds$/m,
    );
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);
    assert.ok(await isUntouched(plane, [`crd/widgets.${group}`]));

    const again = await removeTrees(plane, [tree]);
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, /^5 objects: 4 absent, 1 kept in /);
  });

  test('ends 4 for a finalizer that nobody takes away, and names it and who has put it there', async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-stuck', 'stuck.remove.example.com'];
    const tree = await writeTree(directory, 'stuck', [
      namespace(ns),
      widgetCrd(group),
      widget(group, ns, 'w', { size: 1 }),
      deployment(ns, 'operator'),
    ]);
    await applyTrees(plane, [tree]);
    const own = [`widgets.${group}/w`, '-n', ns];
    await addFinalizer(plane, own, 'example.com/clean-up');

    const { status, stderr, report } = await removeTrees(plane, [tree], ['--timeout', '20s']);
    assert.equal(status, 4, stderr);
    const held =
      'finalizer example.com/clean-up holds it: test-operator has put it there and has to take it away';
    assert.ok(stderr.includes(`Widget.${group} ${ns}/w: is still there at the deadline: ${held}`));
    assert.match(
      stderr,
      /Deployment remove-stuck\/operator: had to wait .*Widget\.stuck.*clean-up/,
    );
    assert.match(stderr, /^waiting {4}Widget\.stuck.*clean-up holds it/m);
    assert.deepEqual(removalActions(report), {
      'Widget w': 'waiting',
      [`CustomResourceDefinition widgets.${group}`]: 'waiting',
      'Deployment operator': 'waiting',
      'Namespace remove-stuck': 'waiting',
    });
    assert.ok(await isUntouched(plane, ['deployment/operator', '-n', ns]));

    await finalize(plane, own);
    const again = await removeTrees(plane, [tree]);
    assert.equal(again.status, 0, again.stderr);
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);
  });

  test("users' objects are kept with their CRD, and go before everything else with --crds", async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-users', 'users.remove.example.com'];
    const tree = await writeTree(directory, 'users', [
      namespace(ns),
      widgetCrd(group),
      widget(group, ns, 'own', { size: 1 }),
      deployment(ns, 'operator'),
    ]);
    const apply = () => applyTrees(plane, [tree]);
    await apply();
    await kubectl(plane, ['create', 'namespace', 'remove-users-shop']);
    const theirs = [`widgets.${group}/theirs`, '-n', 'remove-users-shop'];
    const create = widget(group, 'remove-users-shop', 'theirs', { size: 7 });
    await kubectl(plane, ['create', '-f', '-'], create);

    const kept = await removeTrees(plane, [tree]);
    assert.equal(kept.status, 0, kept.stderr);
    assert.match(kept.stdout, /it has 1 object: remove-users-shop\/theirs$/m);
    assert.equal((await getObject(plane, theirs)).spec.size, 7);
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);

    await apply();
    const own = [`widgets.${group}/own`, '-n', ns];
    await addFinalizer(plane, theirs, 'example.com/clean-up');
    const program = startProgram(removeCommand(plane, [tree], ['--crds', '--timeout', '120s']));
    await untilDeleting(plane, theirs);
    assert.ok(await isUntouched(plane, own), 'their objects may refer to it');
    assert.ok(await isUntouched(plane, [`crd/widgets.${group}`]));
    assert.ok(await isUntouched(plane, ['deployment/operator', '-n', ns]));
    await finalize(plane, theirs);
    const { status, stderr } = await program.result;
    assert.equal(status, 0, stderr);
    assert.deepEqual(removalActions(await readRemoveReport([tree])), {
      'Widget theirs': 'deleted',
      'Widget own': 'deleted',
      [`CustomResourceDefinition widgets.${group}`]: 'deleted',
      'Deployment operator': 'deleted',
      'Namespace remove-users': 'deleted',
    });
    assert.equal(await exists(plane, [`crd/widgets.${group}`]), false);
    assert.ok(await isUntouched(plane, ['namespace/remove-users-shop']));
  });

  test('what a custom resource owns and an operator finalizes goes before the operator', async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-owned', 'owned.remove.example.com'];
    const tree = await writeTree(directory, 'owned', [
      namespace(ns),
      widgetCrd(group),
      widget(group, ns, 'parent', { size: 1 }),
      deployment(ns, 'operator'),
    ]);
    await applyTrees(plane, [tree]);
    const { metadata } = await getObject(plane, [`widgets.${group}/parent`, '-n', ns]);
    const child = widget(group, ns, 'child', { size: 1 }) as { metadata: object };
    const owner = { apiVersion: `${group}/v1`, kind: 'Widget', name: 'parent', uid: metadata.uid };
    // Without blockOwnerDeletion: the owner does not wait for it.
    Object.assign(child.metadata, { ownerReferences: [owner], finalizers: ['example.com/child'] });
    await kubectl(plane, ['create', '-f', '-'], child);

    const program = startProgram(removeCommand(plane, [tree]));
    const told = program.printed(/^waiting {4}CustomResourceDefinition .*remove-owned\/child/m);
    const owned = [`widgets.${group}/child`, '-n', ns];
    await untilDeleting(plane, owned);
    await told;
    assert.ok(await isUntouched(plane, ['deployment/operator', '-n', ns]));
    await finalize(plane, owned);
    const { status, stderr } = await program.result;
    assert.equal(status, 0, stderr);
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);
  });

  test("a namespace that holds a user's object stays, and the object is named", async (t) => {
    const directory = await temporaryDirectory(t);
    const ns = 'remove-namespace';
    const tree = await writeTree(directory, 'namespace', [
      namespace(ns),
      deployment(ns, 'main'),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'main', namespace: ns },
        spec: { selector: { app: 'main' }, ports: [{ port: 80 }] },
      },
    ]);
    await applyTrees(plane, [tree]);
    await kubectl(plane, ['rollout', 'status', 'deployment/main', '-n', ns, '--timeout=120s']);
    await kubectl(plane, ['create', '-f', '-'], configMap(ns, 'mine'));
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
    await kubectl(plane, ['create', '-f', '-'], {
      ...lease,
      metadata: { name: 'leader', namespace: ns },
    });

    const { status, stdout, report } = await removeTrees(plane, [tree]);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /\nkept Namespace remove-namespace: it holds ConfigMap remove-namespace\/mine$/m,
    );
    assert.deepEqual(removalActions(report), {
      'Deployment main': 'deleted',
      'Service main': 'deleted',
      'Namespace remove-namespace': 'kept',
    });
    assert.deepEqual((await getObject(plane, ['configmap/mine', '-n', ns])).data, { a: 'b' });

    await kubectl(plane, ['delete', 'configmap/mine', '-n', ns]);
    const again = await removeTrees(plane, [tree]);
    assert.equal(removalActions(again.report)['Namespace remove-namespace'], 'deleted');
  });

  test('stored data is kept, and with it its namespace', async (t) => {
    const directory = await temporaryDirectory(t);
    const ns = 'remove-data';
    const tree = await writeTree(directory, 'data', [
      namespace(ns),
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'records', namespace: ns },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ]);
    await applyTrees(plane, [tree]);
    const { status, stdout } = await removeTrees(plane, [tree], ['--crds', '--timeout', '120s']);
    assert.equal(status, 0);
    assert.match(stdout, /kubectl delete persistentvolumeclaim records -n remove-data$/m);
    assert.match(
      stdout,
      /kept Namespace remove-data: it holds PersistentVolumeClaim remove-data\/records/,
    );
    assert.ok(await isUntouched(plane, ['pvc/records', '-n', ns]));
  });

  test('a webhook of the component that nobody answers for does not block it', async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-webhook', 'webhook.remove.example.com'];
    const tree = await writeTree(directory, 'webhook', [
      namespace(ns),
      widgetCrd(group),
      widget(group, ns, 'w', { size: 1 }),
      validatingWebhook(`deny.${group}`, group, ns),
    ]);
    await kubectl(plane, ['apply', '--server-side', '-f', '-'], namespace(ns));
    await createCrd(plane, widgetCrd(group), group);
    await kubectl(plane, ['create', '-f', '-'], widget(group, ns, 'w', { size: 1 }));
    await kubectl(plane, ['create', '-f', '-'], validatingWebhook(`deny.${group}`, group, ns));
    const refused = kubectl(plane, ['delete', `widgets.${group}/w`, '-n', ns]);
    await assert.rejects(refused, /failed calling webhook/, 'it blocks others');

    const { status, stderr, report } = await removeTrees(plane, [tree]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(removalActions(report), {
      'Widget w': 'deleted',
      [`CustomResourceDefinition widgets.${group}`]: 'kept',
      [`ValidatingWebhookConfiguration deny.${group}`]: 'deleted',
      'Namespace remove-webhook': 'deleted',
    });
  });

  test('ends 3 for what the API server refuses, and goes on with what does not need it', async (t) => {
    const directory = await temporaryDirectory(t);
    const ns = 'remove-refused';
    const tree = await writeTree(directory, 'refused', [
      namespace(ns),
      configMap(ns, 'locked'),
      configMap(ns, 'free'),
      namespace(`${ns}-other`),
    ]);
    await applyTrees(plane, [tree]);
    await kubectl(plane, ['create', '-f', '-'], denyDeletion('remove-refused'));
    await kubectl(plane, ['create', '-f', '-'], bindPolicy('remove-refused', ns));
    await untilDenied(plane, ['configmap/locked', '-n', ns]);

    const { status, stderr, report } = await removeTrees(plane, [tree]);
    assert.equal(status, 3, stderr);
    assert.match(
      stderr,
      /ConfigMap remove-refused\/locked: the API server refused.*locked for the test/,
    );
    assert.match(
      stderr,
      /Namespace remove-refused: was not deleted, since ConfigMap remove-refused\/locked/,
    );
    assert.deepEqual(removalActions(report), {
      'ConfigMap locked': 'failed',
      'ConfigMap free': 'deleted',
      'Namespace remove-refused': 'skipped',
      'Namespace remove-refused-other': 'deleted',
    });

    const policy = 'validatingadmissionpolicybinding/remove-refused';
    await kubectl(plane, ['delete', policy, 'validatingadmissionpolicy/remove-refused']);
  });

  test('trees of one operator and its users go in one order', async (t) => {
    const directory = await temporaryDirectory(t);
    const [ns, group] = ['remove-across', 'across.remove.example.com'];
    const component = await writeTree(directory, 'across-component', [
      namespace(ns),
      widgetCrd(group),
      deployment(ns, 'operator'),
    ]);
    const application = await writeTree(directory, 'across-application', [
      namespace(`${ns}-shop`),
      widget(group, `${ns}-shop`, 'w', { size: 1 }),
    ]);
    await applyTrees(plane, [component, application]);
    const theirs = [`widgets.${group}/w`, '-n', `${ns}-shop`];
    await addFinalizer(plane, theirs, 'example.com/clean-up');
    const program = startProgram(removeCommand(plane, [component, application]));
    await untilDeleting(plane, theirs);
    assert.ok(await isUntouched(plane, ['deployment/operator', '-n', ns]));
    await finalize(plane, theirs);
    const { status, stderr } = await program.result;
    assert.equal(status, 0, stderr);
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);
    assert.equal(await exists(plane, [`namespace/${ns}-shop`]), false);
  });

  test('ends 2 for a name that neither this machine nor the cluster knows', async (t) => {
    const directory = await temporaryDirectory(t);
    const tree = await writeTree(directory, 'known', [configMap('default', 'remove-known')]);
    await applyTrees(plane, [tree]);
    const { status, stderr } = await removeTrees(plane, [tree, 'remove-nobody']);
    assert.equal(status, 2);
    assert.match(stderr, /remove-nobody: no such directory, and the cluster has no record/);
    assert.ok(await isUntouched(plane, ['configmap/remove-known', '-n', 'default']));
  });
});

function validatingWebhook(name: string, group: string, ns: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [
      {
        name,
        clientConfig: { service: { name: 'gone', namespace: ns } },
        rules: [
          {
            apiGroups: [group],
            apiVersions: ['v1'],
            operations: ['UPDATE', 'DELETE'],
            resources: ['widgets'],
          },
        ],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/** A policy that lets nobody delete ConfigMaps called `locked`. */
function denyDeletion(name: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['DELETE'],
            resources: ['configmaps'],
          },
        ],
      },
      validations: [
        { expression: 'oldObject.metadata.name != "locked"', message: 'locked for the test' },
      ],
    },
  };
}

function bindPolicy(name: string, ns: string): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': ns } },
      },
    },
  };
}

/** Resolves once the API server enforces a policy, which it begins to do some time after its creation. */
async function untilDenied(
  plane: Parameters<typeof kubectl>[0],
  args: readonly string[],
): Promise<void> {
  for (;;) {
    const denied = await kubectl(plane, ['delete', ...args, '--dry-run=server']).then(
      () => false,
      () => true,
    );
    if (denied) return;
  }
}
