import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { FIRST, SECOND, buoy, buoyCrd } from './support/buoys.ts';
import { kubectl } from './support/kubectl.ts';
import { actionsOf, applied, apply, noteOf, stateOf, writeRelease } from './support/releases.ts';
import {
  configMap,
  deployment,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
} from './support/trees.ts';

/*
 * What `apply --dry-run` says, against what `apply` then does. Each test has a word of its own in all names.
 */

suite('a dry run', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  /** Holds that a dry run says what the run after it does, and changes nothing; returns its report. */
  const foretells = async (
    word: string,
    tree: string,
    { kinds = [], flags = [] }: { kinds?: string[]; flags?: string[] } = {},
  ) => {
    const state = await stateOf(plane, word, kinds);
    const foretold = await apply(plane, [tree], ['--dry-run', ...flags]);
    assert.match(foretold.stdout, /\(dry run: nothing was written\)$/m);
    assert.deepEqual(await stateOf(plane, word, kinds), state);
    const done = await apply(plane, [tree], flags);
    assert.deepEqual(actionsOf(foretold.report), actionsOf(done.report), done.stderr);
    assert.equal(foretold.status, done.status);
    return foretold;
  };

  test('tells of an empty cluster, and of one where nothing is to be done', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'dry-empty';
    const group = `${name}.example.com`;
    const tree = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        namespace(name),
        widgetCrd(group),
        widget(group, name, 'w', { size: 1 }),
        configMap(name, 'c'),
        configMap('default', name),
        deployment(name, 'd'),
      ],
    });
    const first = await foretells(name, tree);
    assert.deepEqual(new Set(Object.values(actionsOf(first.report))), new Set(['created']));
    assert.match(noteOf(first.report, 'Widget', 'w'), /its kind is not there yet/);
    const second = await foretells(name, tree);
    assert.deepEqual(new Set(Object.values(actionsOf(second.report))), new Set(['unchanged']));
  });

  test('tells of an upgrade with a migration, and of pruning', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'dry-upgrade';
    const group = `${name}.example.com`;
    const other = `other-${group}`;
    const kinds = [`buoys.${group}`];
    const shared = configMap(name, 'shared');
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [FIRST]),
        widgetCrd(other),
        widget(other, name, 'goes', { size: 1 }),
        buoy(group, 'changes', { size: 1 }),
        buoy(group, 'moves-and-goes', { size: 1 }),
        configMap(name, 'same'),
        configMap(name, 'changes'),
        configMap(name, 'goes'),
        configMap(name, 'replaced'),
        configMap(name, 'absent'),
        shared,
      ],
    });
    const newer = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [SECOND]),
        buoy(group, 'changes', { size: 2, level: 3 }, 'v1'),
        buoy(group, 'comes', { size: 2 }, 'v1'),
        configMap(name, 'same'),
        configMap(name, 'changes', { a: 'new' }),
        configMap(name, 'comes'),
      ],
    });
    const sharing = { name: `${name}-sharing`, version: '1', objects: [namespace(name), shared] };
    await foretells(name, older);
    await applied(plane, [await writeRelease(directory, sharing)]);
    await kubectl(plane, ['delete', 'configmap', 'replaced', 'absent', '-n', name]);
    await kubectl(plane, ['create', '-f', '-'], configMap(name, 'replaced'));

    const unpruned = await apply(plane, [newer], ['--dry-run', '--no-prune']);
    const applying = {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition buoys.${group}`]: 'configured',
      'Buoy changes': 'configured',
      'Buoy comes': 'created',
      'ConfigMap same': 'unchanged',
      'ConfigMap changes': 'configured',
      'ConfigMap comes': 'created',
    };
    assert.deepEqual(actionsOf(unpruned.report), applying);
    const { report } = await foretells(name, newer, { kinds });
    assert.deepEqual(actionsOf(report), {
      ...applying,
      // The garbage collector, which knows it by the version that goes, has no part in this.
      'Buoy moves-and-goes': 'deleted',
      [`CustomResourceDefinition widgets.${other}`]: 'kept',
      'Widget goes': 'deleted',
      'ConfigMap goes': 'deleted',
      'ConfigMap replaced': 'kept',
      'ConfigMap absent': 'absent',
      'ConfigMap shared': 'kept',
    });
    assert.equal(
      noteOf(report, 'CustomResourceDefinition', `buoys.${group}`),
      'its stored objects are migrated from v1alpha1 to v1',
    );
    assert.match(noteOf(report, 'ConfigMap', 'shared'), /the tree dry-upgrade-sharing has it too/);
  });

  test('tells of the way back', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'dry-back';
    const group = `${name}.example.com`;
    const release = (version: string, of: typeof FIRST): Promise<string> =>
      writeRelease(directory, {
        name,
        version,
        objects: [buoyCrd(group, [of]), configMap('default', name, { version })],
      });
    const older = await release('1.0.0', FIRST);
    await applied(plane, [older]);
    await applied(plane, [await release('2.0.0', SECOND)]);
    const { report } = await foretells(name, older);
    assert.deepEqual(actionsOf(report), {
      [`CustomResourceDefinition buoys.${group}`]: 'kept',
      [`ConfigMap ${name}`]: 'configured',
    });
  });

  test('does not judge objects by a CRD that is about to change', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'dry-schema';
    const group = `${name}.example.com`;
    const release = (version: string, properties: object, spec: object): Promise<string> =>
      writeRelease(directory, {
        name,
        version,
        objects: [
          buoyCrd(group, [{ ...SECOND, properties: { ...SECOND.properties, ...properties } }]),
          buoy(group, 'changes', spec, 'v1'),
          buoy(group, 'same', { size: 1 }, 'v1'),
        ],
      });
    await applied(plane, [await release('1.0.0', {}, { size: 1 })]);
    const newer = await release('2.0.0', { depth: { type: 'integer' } }, { size: 1, depth: 5 });
    const { report } = await foretells(name, newer, { kinds: [`buoys.${group}`] });
    assert.match(noteOf(report, 'Buoy', 'changes'), /its CRD is not yet what it will be/);
    assert.equal(actionsOf(report)['Buoy same'], 'unchanged');
  });

  test('tells what would be refused, what would be skipped for it, and that nothing would be pruned', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'dry-refused';
    const group = `${name}.example.com`;
    await applied(plane, [
      await writeRelease(directory, {
        name,
        version: '1.0.0',
        objects: [namespace(name), configMap(name, 'goes'), widgetCrd(group)],
      }),
    ]);
    const broken: any = widgetCrd(`other-${group}`);
    broken.spec.versions[0].storage = false;
    const tree = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: [
        namespace(name),
        widgetCrd(group),
        widget(group, name, 'too-small', { size: 0 }),
        broken,
        widget(`other-${group}`, name, 'w', { size: 1 }),
      ],
    });
    const { status, stderr, report } = await foretells(name, tree);
    assert.equal(status, 3);
    assert.match(stderr, /dry-refused\/too-small: spec\.size: .*greater than or equal to 1/);
    assert.deepEqual(actionsOf(report), {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition widgets.${group}`]: 'unchanged',
      'Widget too-small': 'failed',
      [`CustomResourceDefinition widgets.other-${group}`]: 'failed',
      'Widget w': 'skipped',
    });
  });
});
