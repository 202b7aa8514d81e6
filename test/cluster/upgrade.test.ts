import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { FIRST, SECOND, buoy, buoyCrd, migratedBuoys, pathsOf } from './support/buoys.ts';
import { testClient } from './support/client.ts';
import { getObject, kubectl, writeStatus } from './support/kubectl.ts';
import { assertAppliable, listAt } from './support/migration.ts';
import {
  actionsOf,
  applied,
  apply,
  describeRelease,
  noteOf,
  stateOf,
  writeRelease,
} from './support/releases.ts';
import { configMap, namespace, temporaryDirectory } from './support/trees.ts';

/*
 * From one release of a tree to the next and back, by the built program, with objects of users. Each test has a
 * word of its own in all names.
 */

const SERVER_SIDE = ['apply', '--server-side', '--force-conflicts'];

suite('upgrade', { concurrency: true }, () => {
  const plane = sharedControlPlane();
  const usersApply = (object: object, ...flags: string[]): Promise<string> =>
    kubectl(plane, ['apply', ...flags, '-f', '-'], object);

  test('keeps what users have made, and leaves every object such that it can be applied', async (t) => {
    const client = testClient(t, plane);
    const directory = await temporaryDirectory(t);
    const name = 'upgrade-moves';
    const group = `${name}.example.com`;
    const next = buoyCrd(group, [SECOND]);
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [FIRST]),
        buoy(group, 'own', { size: 1 }),
        configMap(name, 'settings', { a: 'old' }),
        configMap(name, 'gone'),
      ],
    });
    const newer = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: [
        namespace(name),
        next,
        buoy(group, 'own', { size: 2, level: 5 }, 'v1'),
        configMap(name, 'settings', { a: 'new' }),
        configMap(name, 'comes'),
      ],
    });
    assert.deepEqual(new Set(Object.values(await applied(plane, [older]))), new Set(['created']));
    await usersApply(buoy(group, 'client-side', { size: 2, lights: [{ name: 'a', seconds: 3 }] }));
    await usersApply(
      buoy(group, 'server-side', { size: 3, kind: 'pillar' }),
      '--server-side',
      '--field-manager=alice',
    );
    const kind = `buoys.${group}`;
    await writeStatus(plane, [kind, 'server-side', '-n', 'default'], { phase: 'afloat' });
    const before = await listAt(client, `/apis/${group}/v1alpha1/buoys`);

    const { status, stderr, report } = await apply(plane, [newer]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(actionsOf(report), {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition ${kind}`]: 'configured',
      'Buoy own': 'configured',
      'ConfigMap settings': 'configured',
      'ConfigMap comes': 'created',
      'ConfigMap gone': 'deleted',
    });
    assert.equal(
      noteOf(report, 'CustomResourceDefinition', kind),
      'migrated 3 stored objects from v1alpha1 to v1',
    );

    const after = await migratedBuoys(client, next);
    assert.equal(after.length, before.length);
    for (const object of before.filter(({ metadata }) => metadata.name !== 'own')) {
      const now = after.find(({ metadata }) => metadata.uid === object.metadata.uid);
      const { mode: _, ...spec } = object.spec;
      assert.deepEqual(now.spec, { ...spec, level: 1 });
      assert.deepEqual(now.status, object.status);
      assert.deepEqual(now.metadata.annotations, object.metadata.annotations);
    }

    const state = await stateOf(plane, name, [kind]);
    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), new Set(['unchanged']));
    assert.deepEqual(await stateOf(plane, name, [kind]), state);

    await assertAppliable(client, pathsOf(group), after);
    await kubectl(plane, [...SERVER_SIDE, '-k', newer]);
    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), new Set(['unchanged']));
  });

  test('is refused before the first write where an object would lose what nobody has accepted', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'upgrade-loses';
    const group = `${name}.example.com`;
    const kind = `buoys.${group}`;
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [namespace(name), buoyCrd(group, [FIRST]), configMap(name, 'gone')],
    });
    const release = { name, version: '2.0.0' };
    const newer = await writeRelease(directory, {
      ...release,
      objects: [namespace(name), buoyCrd(group, [SECOND]), configMap(name, 'comes')],
    });
    await applied(plane, [older]);
    await usersApply(buoy(group, 'red', { size: 1, colour: 'red' }));
    await usersApply(buoy(group, 'plain', { size: 1 }));
    const state = await stateOf(plane, name, [kind]);

    for (const flags of [[], ['--dry-run'], ['--no-prune']]) {
      const { status, stderr, report } = await apply(plane, [newer], flags);
      assert.equal(status, 6, stderr);
      assert.match(stderr, /Buoy\.\S+ default\/red: spec\.colour: .*would lose it/);
      assert.equal(report.exitStatus, 6);
      assert.deepEqual(
        report.problems.map(({ code, at }) => [code, at?.object, at?.field]),
        [['crd-data-loss', `Buoy.${group} default/red`, 'spec.colour']],
      );
      assert.deepEqual(await stateOf(plane, name, [kind]), state);
    }

    const mayDrop = [{ crd: kind, field: 'spec.colour' }];
    await describeRelease(newer, { ...release, upgrade: { mayDrop } });
    assert.deepEqual(await applied(plane, [newer]), {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition ${kind}`]: 'configured',
      'ConfigMap comes': 'created',
      'ConfigMap gone': 'deleted',
    });
    const red = await getObject(plane, [kind, 'red', '-n', 'default']);
    assert.deepEqual(red.spec, { size: 1, level: 1 });
  });

  test('back to an older release keeps a newer CRD that serves what that one needs', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'upgrade-keeps';
    const group = `${name}.example.com`;
    const extra = `extra-${group}`;
    const kinds = [`buoys.${group}`, `buoys.${extra}`];
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [FIRST]),
        buoy(group, 'own', { size: 1 }),
        configMap(name, 'settings', { a: 'old' }),
      ],
    });
    const newer = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: [
        namespace(name),
        // Without a webhook, versions that have other fields cannot be applied in turns.
        buoyCrd(group, [SECOND, { ...SECOND, name: 'v1alpha1', storage: false }]),
        buoyCrd(extra, [SECOND]),
        buoy(group, 'own', { size: 2 }, 'v1'),
        configMap(name, 'settings', { a: 'new' }),
        configMap(name, 'comes'),
      ],
    });
    await applied(plane, [older]);
    await applied(plane, [newer]);
    await usersApply(buoy(group, 'users', { size: 3, level: 7 }, 'v1'));
    await usersApply(buoy(extra, 'users', { size: 4 }, 'v1'));
    const ofUsers = async (): Promise<string[]> =>
      (await stateOf(plane, name, kinds)).filter((line) => / users | buoys\./.test(line));
    const before = await ofUsers();
    assert.equal(before.length, 4);

    const back = await apply(plane, [older]);
    assert.equal(back.status, 0, back.stderr);
    assert.deepEqual(actionsOf(back.report), {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition buoys.${group}`]: 'kept',
      'Buoy own': 'configured',
      'ConfigMap settings': 'configured',
      'ConfigMap comes': 'deleted',
      [`CustomResourceDefinition buoys.${extra}`]: 'kept',
    });
    assert.match(
      noteOf(back.report, 'CustomResourceDefinition', `buoys.${group}`),
      /of a newer release .*a newer release was here before\): it serves v1, v1alpha1$/,
    );
    assert.match(
      noteOf(back.report, 'CustomResourceDefinition', `buoys.${extra}`),
      /pruning keeps CRDs.*it has 1 object: default\/users/,
    );
    assert.match(back.stderr, /^kept +CustomResourceDefinition buoys\./m);
    assert.match(
      back.stdout,
      /1 kept; of what is no longer in the trees, 2 objects: 1 deleted, 1 kept/,
    );
    assert.deepEqual(await ofUsers(), before);

    const state = await stateOf(plane, name, kinds);
    assert.deepEqual(new Set(Object.values(await applied(plane, [older]))), new Set(['unchanged']));
    assert.deepEqual(await stateOf(plane, name, kinds), state);

    assert.deepEqual(await applied(plane, [newer]), {
      [`Namespace ${name}`]: 'unchanged',
      [`CustomResourceDefinition buoys.${group}`]: 'unchanged',
      [`CustomResourceDefinition buoys.${extra}`]: 'unchanged',
      'Buoy own': 'configured',
      'ConfigMap settings': 'configured',
      'ConfigMap comes': 'created',
    });
    assert.deepEqual(
      (await ofUsers()).map((line) => line.replace(/ \d+$/, '')),
      before.map((line) => line.replace(/ \d+$/, '')),
    );
  });

  test('back to a release whose objects the newer CRD cannot serve is refused, and forward goes on', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'upgrade-refuses';
    const group = `${name}.example.com`;
    const kind = `buoys.${group}`;
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [FIRST]),
        buoy(group, 'own', { size: 1 }),
        configMap(name, 'settings', { a: 'old' }),
      ],
    });
    const newer = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: [
        namespace(name),
        buoyCrd(group, [SECOND]),
        buoy(group, 'own', { size: 1 }, 'v1'),
        configMap(name, 'settings', { a: 'new' }),
      ],
    });
    await applied(plane, [older]);
    const upgraded = await applied(plane, [newer]);
    // Only its version has changed, and the migration has seen to that.
    assert.equal(upgraded['Buoy own'], 'unchanged');
    const state = await stateOf(plane, name, [kind]);

    const { status, stderr, report } = await apply(plane, [older]);
    assert.equal(status, 6, stderr);
    assert.match(stderr, /serves v1, but objects of this release are written in v1alpha1/);
    assert.deepEqual(
      report.problems.map(({ code, at }) => [code, at?.object]),
      [['crd-downgrade', `CustomResourceDefinition ${kind}`]],
    );
    assert.deepEqual(await stateOf(plane, name, [kind]), state);

    assert.deepEqual(new Set(Object.values(await applied(plane, [newer]))), new Set(['unchanged']));
    assert.deepEqual(await stateOf(plane, name, [kind]), state);
  });

  test('back to a release without objects of the kind keeps a CRD that lacks its version', async (t) => {
    const directory = await temporaryDirectory(t);
    const name = 'upgrade-unneeded';
    const group = `${name}.example.com`;
    const kind = `CustomResourceDefinition buoys.${group}`;
    const objects = (version: typeof FIRST): object[] => [
      buoyCrd(group, [version]),
      configMap('default', name, { version: version.name }),
    ];
    const older = await writeRelease(directory, {
      name,
      version: '1.0.0',
      objects: objects(FIRST),
    });
    const newer = await writeRelease(directory, {
      name,
      version: '2.0.0',
      objects: objects(SECOND),
    });
    await applied(plane, [older]);
    await applied(plane, [newer]);
    const { status, stderr, report } = await apply(plane, [older]);
    assert.equal(status, 0, stderr);
    assert.equal(actionsOf(report)[kind], 'kept');
    assert.match(noteOf(report, ...(kind.split(' ') as [string, string])), /no longer v1alpha1$/);
  });
});
