import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DEPENDS_ON } from '../../src/manifest/depends-on.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { startProgram } from './support/program.ts';
import {
  actionsOf,
  applied,
  apply,
  applyCommand,
  describeRelease,
  noteOf,
  stateOf,
  writeRelease,
} from './support/releases.ts';
import { exists } from './support/removal.ts';
import { configMap, namespace, temporaryDirectory, widget, widgetCrd } from './support/trees.ts';

/*
 * What becomes of objects that a tree no longer has, by the built program. Each test has a namespace and trees
 * of its own.
 */

suite('pruning', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  const hasConfigMap = (namespaceName: string, name: string): Promise<boolean> =>
    exists(plane, ['configmap', name, '-n', namespaceName]);
  const uidOf = async (namespaceName: string, name: string): Promise<string> =>
    (await getObject(plane, ['configmap', name, '-n', namespaceName])).metadata.uid;

  test('deletes what is gone, but no CRD, namespace or PersistentVolumeClaim, nor what is of users', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-kinds';
    const group = `${name}.example.com`;
    const left = [namespace(name), configMap(name, 'stays')];
    const first = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        ...left,
        configMap(name, 'goes'),
        namespace(`${name}-other`),
        configMap(`${name}-other`, 'goes-too'),
        widgetCrd(group),
        widget(group, name, 'goes', { size: 1 }),
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data', namespace: name },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
        },
      ],
    });
    const second = await writeRelease(directory, { name, version: '2.0.0', objects: left });
    await applied(plane, [first]);
    await kubectl(plane, ['apply', '-f', '-'], widget(group, name, 'users', { size: 2 }));
    await kubectl(plane, ['apply', '-f', '-'], configMap(name, 'users'));

    const { status, stderr, report } = await apply(plane, [second]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(actionsOf(report), {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap stays': 'unchanged',
      'ConfigMap goes': 'deleted',
      'ConfigMap goes-too': 'deleted',
      'Widget goes': 'deleted',
      [`Namespace ${name}-other`]: 'kept',
      [`CustomResourceDefinition widgets.${group}`]: 'kept',
      'PersistentVolumeClaim data': 'kept',
    });
    assert.match(noteOf(report, 'PersistentVolumeClaim', 'data'), /it holds data/);
    const state = await stateOf(plane, name, [`widgets.${group}`]);
    for (const expected of [
      `ConfigMap ${name} users`,
      `Widget ${name} users`,
      `CustomResourceDefinition <none> widgets.${group}`,
      `PersistentVolumeClaim ${name} data`,
      `Namespace <none> ${name}-other`,
    ]) {
      assert.ok(
        state.some((line) => line.includes(` ${expected} `)),
        expected,
      );
    }
    // What was kept is not asked about again.
    assert.deepEqual(await applied(plane, [second]), {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap stays': 'unchanged',
    });
    assert.deepEqual(await stateOf(plane, name, [`widgets.${group}`]), state);
  });

  test('waits for a run that is asked for it, and in which all is well', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-later';
    const group = `${name}.example.com`;
    const left = [namespace(name), widgetCrd(group)];
    const release = (version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, { name, version, objects: [...left, ...objects] });
    await applied(plane, [await release('1.0.0', configMap(name, 'goes'))]);

    const broken = await release('2.0.0', widget(group, name, 'w', { size: 0 }));
    const failed = await apply(plane, [broken]);
    assert.equal(failed.status, 3, failed.stderr);
    assert.equal(actionsOf(failed.report)['ConfigMap goes'], undefined);
    assert.ok(await hasConfigMap(name, 'goes'));

    const repaired = await release('2.0.1', widget(group, name, 'w', { size: 1 }));
    const unpruned = await applied(plane, [repaired], ['--no-prune']);
    assert.equal(unpruned['Widget w'], 'created');
    assert.equal(unpruned['ConfigMap goes'], undefined);
    assert.ok(await hasConfigMap(name, 'goes'));

    assert.equal((await applied(plane, [repaired]))['ConfigMap goes'], 'deleted');
    assert.ok(!(await hasConfigMap(name, 'goes')));
  });

  test('leaves what another tree has too, until that has it no longer', async (t) => {
    const directory = await temporaryDirectory(t);
    const word = 'prune-shared';
    const release = (name: string, version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, {
        name: `${word}-${name}`,
        version,
        objects: [namespace(word), configMap(word, `of-${name}`), ...objects],
      });
    const common = configMap(word, 'common');
    await applied(plane, [await release('a', '1.0.0', common)]);
    await applied(plane, [await release('b', '1.0.0', common)]);
    const uid = await uidOf(word, 'common');

    const { status, report } = await apply(plane, [await release('a', '2.0.0')]);
    assert.equal(status, 0);
    assert.equal(actionsOf(report)['ConfigMap common'], 'kept');
    assert.match(noteOf(report, 'ConfigMap', 'common'), /the tree prune-shared-b has it too/);
    assert.equal(await uidOf(word, 'common'), uid);

    const last = await applied(plane, [await release('b', '2.0.0')]);
    assert.equal(last['ConfigMap common'], 'deleted');
    assert.ok(await hasConfigMap(word, 'of-a'));
  });

  test('leaves what another tree has too that was applied together with it', async (t) => {
    const directory = await temporaryDirectory(t);
    const word = 'prune-common';
    const release = (name: string, version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, {
        name: `${word}-${name}`,
        version,
        objects: [namespace(word), ...objects],
      });
    const common = configMap(word, 'common');
    const both = [await release('a', '1.0.0', common), await release('b', '1.0.0', common)];
    const { report } = await apply(plane, both);
    assert.equal(report.objects.filter(({ name }) => name === 'common').length, 1);
    assert.deepEqual(new Set(Object.values(await applied(plane, both))), new Set(['unchanged']));

    const without = await applied(plane, [await release('a', '2.0.0')]);
    assert.equal(without['ConfigMap common'], 'kept');
    const last = await applied(plane, [await release('b', '2.0.0')]);
    assert.equal(last['ConfigMap common'], 'deleted');
  });

  test('follows an object from one tree to another, together or one after the other', async (t) => {
    const directory = await temporaryDirectory(t);
    const word = 'prune-moved';
    const release = (name: string, version: string, ...names: string[]): Promise<string> =>
      writeRelease(directory, {
        name: `${word}-${name}`,
        version,
        objects: [namespace(`${word}-${name}`), ...names.map((each) => configMap('default', each))],
      });
    const moved = [`${word}-1`, `${word}-2`];
    const [one = '', two = ''] = moved;
    const uids = (): Promise<string[]> => Promise.all(moved.map((name) => uidOf('default', name)));
    await applied(plane, [await release('a', '1.0.0', one, two), await release('b', '1.0.0')]);
    const before = await uids();

    const together = [await release('a', '2.0.0', two), await release('b', '2.0.0', one)];
    const { report } = await apply(plane, together);
    assert.deepEqual(
      report.objects
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(({ name, tree, action }) => `${name} of ${tree}: ${action}`)
        .toSorted(),
      [`${one} of ${word}-b: unchanged`, `${two} of ${word}-a: unchanged`],
    );

    await applied(plane, [await release('b', '3.0.0', one, two)]);
    const after = await applied(plane, [await release('a', '3.0.0')]);
    assert.equal(after[`ConfigMap ${two}`], 'kept');
    assert.deepEqual(await uids(), before);
    assert.equal(
      (await applied(plane, [await release('b', '4.0.0', two)]))[`ConfigMap ${one}`],
      'deleted',
    );
  });

  test('leaves what somebody has made in the place of an object', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-replaced';
    const release = (version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, { name, version, objects: [namespace(name), ...objects] });
    await applied(plane, [
      await release('1.0.0', configMap(name, 'taken'), configMap(name, 'edited')),
    ]);
    await kubectl(plane, ['delete', 'configmap', 'taken', '-n', name]);
    await kubectl(plane, ['create', '-f', '-'], configMap(name, 'taken', { of: 'users' }));
    await kubectl(plane, ['annotate', 'configmap', 'edited', '-n', name, 'by=users']);

    const { status, report } = await apply(plane, [await release('2.0.0')]);
    assert.equal(status, 0);
    assert.deepEqual(actionsOf(report), {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap taken': 'kept',
      'ConfigMap edited': 'deleted',
    });
    assert.match(noteOf(report, 'ConfigMap', 'taken'), /it is not what was applied/);
    assert.ok(await hasConfigMap(name, 'taken'));
  });

  test('after a power cut, takes away what the cut-off run had made, and nothing else', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-cut';
    const release = (version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, { name, version, objects: [namespace(name), ...objects] });
    await applied(plane, [await release('1.0.0', configMap(name, 'old'))]);
    const blocker = widget('nobody-brings.example.com', name, 'blocker', {});
    const waits = (of: string): any => ({
      ...configMap(name, of),
      metadata: {
        name: of,
        namespace: name,
        annotations: {
          [DEPENDS_ON]: `nobody-brings.example.com/namespaces/${name}/Widget/blocker`,
        },
      },
    });
    const second = await release(
      '2.0.0',
      blocker,
      configMap(name, 'made'),
      waits('never-made'),
      waits('of-users'),
    );
    const program = startProgram(applyCommand(plane, [second]));
    await program.printed(/^created +ConfigMap prune-cut\/made/m);
    program.kill();
    await program.result;
    const inventory = await getObject(plane, [
      'configmap',
      `microshift-optional-${name}`,
      '-n',
      'kube-system',
    ]);
    assert.match(inventory.data['inventory.json'], /"ConfigMap\.\/prune-cut\/made":\[\]/);
    assert.match(inventory.data['inventory.json'], /"release":"2\.0\.0"/);
    await kubectl(plane, ['create', '-f', '-'], configMap(name, 'of-users'));

    const third = await applied(plane, [await release('3.0.0')]);
    assert.deepEqual(third, {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap made': 'deleted',
      'ConfigMap old': 'deleted',
    });
    assert.ok(await hasConfigMap(name, 'of-users'));
  });

  test('without a record, takes over what the tree adopts, and deletes what it no longer has', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-adopts';
    const group = `${name}.example.com`;
    const predecessor = await writeRelease(directory, {
      name: 'predecessor',
      version: '1',
      objects: [
        namespace(name),
        widgetCrd(group),
        configMap(name, 'stays', { a: 'old' }),
        configMap(name, 'goes'),
        widget(group, name, 'goes', { size: 1 }),
      ],
    });
    const names = ['stays', 'goes', 'never-was'].map((each) => ({
      kind: 'ConfigMap',
      namespace: name,
      name: each,
    }));
    const ours = {
      name,
      version: '1.0.0',
      upgrade: {
        adopts: [
          ...names,
          { group, kind: 'Widget', namespace: name, name: 'goes' },
          {
            group: 'apiextensions.k8s.io',
            kind: 'CustomResourceDefinition',
            name: `widgets.${group}`,
          },
        ],
      },
    };
    const tree = await writeRelease(directory, {
      ...ours,
      objects: [namespace(name), configMap(name, 'stays', { a: 'new' })],
    });
    await kubectl(plane, ['apply', '--server-side', '-f', '-'], namespace(name));
    // As MicroShift does, again and again until it takes.
    for (let attempts = 5; attempts > 0; attempts -= 1) {
      const again = ['apply', '--server-side', '--force-conflicts', '-k', predecessor];
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      if (
        await kubectl(plane, again).then(
          () => true,
          () => false,
        )
      )
        break;
    }
    await kubectl(plane, ['apply', '-f', '-'], widget(group, name, 'users', { size: 2 }));
    await kubectl(plane, ['apply', '-f', '-'], configMap(name, 'users'));
    const uid = await uidOf(name, 'stays');

    const unpruned = await applied(plane, [tree], ['--no-prune']);
    assert.deepEqual(unpruned, {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap stays': 'configured',
    });
    assert.ok(await hasConfigMap(name, 'goes'));

    // It is in the record now, whatever the tree says it adopts.
    await describeRelease(tree, { name, version: '1.0.1' });
    const { status, stderr, report } = await apply(plane, [tree]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(actionsOf(report), {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap stays': 'unchanged',
      'Widget goes': 'deleted',
      'ConfigMap goes': 'deleted',
      [`CustomResourceDefinition widgets.${group}`]: 'kept',
    });
    assert.equal(await uidOf(name, 'stays'), uid);
    assert.ok(await hasConfigMap(name, 'users'));
    assert.ok(await exists(plane, [`widgets.${group}`, 'users', '-n', name]));

    // With a record, nothing is adopted any longer: this one is of users.
    await kubectl(plane, ['apply', '-f', '-'], configMap(name, 'goes'));
    await describeRelease(tree, { ...ours, version: '1.0.2' });
    assert.deepEqual(await applied(plane, [tree]), {
      [`Namespace ${name}`]: 'unchanged',
      'ConfigMap stays': 'unchanged',
    });
    assert.ok(await hasConfigMap(name, 'goes'));
  });

  test('believes no record of another cluster', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'prune-copied';
    const release = (version: string, ...objects: object[]): Promise<string> =>
      writeRelease(directory, { name, version, objects: [namespace(name), ...objects] });
    await applied(plane, [await release('1.0.0', configMap(name, 'stays'))]);
    const inventory = ['configmap', `microshift-optional-${name}`, '-n', 'kube-system'];
    const { data } = await getObject(plane, inventory);
    const record = { ...JSON.parse(data['inventory.json']), cluster: 'another' };
    const patch = { data: { 'inventory.json': JSON.stringify(record) } };
    await kubectl(plane, ['patch', ...inventory, '--type=merge', '-p', JSON.stringify(patch)]);

    const second = await release('2.0.0');
    assert.deepEqual(await applied(plane, [second]), { [`Namespace ${name}`]: 'unchanged' });
    assert.ok(await hasConfigMap(name, 'stays'));
    const after = await getObject(plane, inventory);
    assert.notEqual(JSON.parse(after.data['inventory.json']).cluster, 'another');
  });
});
