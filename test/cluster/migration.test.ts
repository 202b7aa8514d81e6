import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import pLimit from 'p-limit';
import { getJson } from '../../src/cluster/get-json.ts';
import type { Client } from '../../src/cluster/client.ts';
import { repairManagedFields } from '../../src/migration/repair-managed-fields.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { impatient, testClient } from './support/client.ts';
import { FIRST, SECOND, buoyCrd } from './support/crds.ts';
import { kubectl, writeStatus } from './support/kubectl.ts';
import {
  applyAt,
  assertAppliable,
  crdPath,
  installCrd,
  listAt,
  managedVersions,
  readCrd,
  untilUnserved,
  upgrade,
} from './support/migration.ts';

suite('migration', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const buoyPath = (group: string, version: string, name: string, namespace = 'default'): string =>
    `/apis/${group}/${version}/namespaces/${namespace}/buoys/${name}`;
  const pathOf =
    (group: string, version = 'v1') =>
    ({ metadata }: any) =>
      buoyPath(group, version, metadata.name, metadata.namespace);
  const buoy = (group: string, name: string, spec: object, version = 'v1alpha1'): any => ({
    apiVersion: `${group}/${version}`,
    kind: 'Buoy',
    metadata: { name, namespace: 'default' },
    spec,
  });
  const createBuoy = (client: Client, object: any, manager = 'alice'): Promise<any> => {
    const [group = '', version = ''] = object.apiVersion.split('/');
    return applyAt(client, buoyPath(group, version, object.metadata.name), object, { manager });
  };
  const assertMigrated = async (client: Client, crd: any): Promise<any[]> => {
    const { group } = crd.spec;
    const live: any = await readCrd(client, crd);
    assert.deepEqual(live.status.storedVersions, ['v1']);
    assert.deepEqual(
      live.spec.versions.map(({ name }: any) => name),
      ['v1'],
    );
    assert.deepEqual(live.metadata.annotations ?? {}, {});
    assert.equal(live.spec.versions[0].additionalPrinterColumns, undefined);
    const objects = await listAt(client, `/apis/${group}/v1/buoys`);
    for (const object of objects) assert.deepEqual(managedVersions(object), [`${group}/v1`]);
    return objects;
  };

  test('moves objects of many managers, losing nothing', async (t) => {
    const client = testClient(t, plane);
    const group = 'managers.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    const lights = [{ name: 'a', seconds: 3 }];
    await createBuoy(client, buoy(group, 'applied', { size: 1, lights }));
    const other = buoy(group, 'applied', { lights: [{ name: 'b', seconds: 4 }] });
    await createBuoy(client, other, 'bob');
    await kubectl(plane, ['apply', '-f', '-'], buoy(group, 'client-side', { size: 2 }));
    await kubectl(
      plane,
      ['create', '-f', '-'],
      buoy(group, 'created', { size: 3, kind: 'pillar' }),
    );
    const kind = `buoys.${group}`;
    await writeStatus(plane, [kind, 'applied', '-n', 'default'], { phase: 'afloat' });
    await writeStatus(plane, [kind, 'created', '-n', 'default'], { phase: 'sunk' });
    const big = `{"apiVersion":"${group}/v1alpha1","kind":"Buoy","metadata":{"name":"big"},"spec":{"big":9007199254740993}}`;
    await client.request({
      method: 'PATCH',
      path: `${buoyPath(group, 'v1alpha1', 'big')}?fieldManager=alice`,
      contentType: 'application/apply-patch+yaml',
      body: big,
    });
    const before = await listAt(client, `/apis/${group}/v1alpha1/buoys`);

    const lines: string[] = [];
    const done = await upgrade(client, next, { onProgress: (text) => lines.push(text) });
    assert.deepEqual(done.problems, []);
    assert.deepEqual(lines, [
      `migrates 4 objects of buoys.${group} from v1alpha1 to v1`,
      `migrated 4 objects of buoys.${group} to v1`,
    ]);

    const after = await assertMigrated(client, next);
    for (const object of before) {
      const { mode: _, ...spec } = object.spec;
      const now = after.find(({ metadata }) => metadata.uid === object.metadata.uid);
      // A new default comes as it does whenever an object is written.
      assert.deepEqual(now.spec, { ...spec, level: 1 });
      assert.deepEqual(now.status, object.status);
      const managers = ({ metadata }: any) =>
        metadata.managedFields.map((each: any) => [each.manager, each.operation, each.subresource]);
      assert.deepEqual(managers(now), managers(object));
    }
    const text = await client.request({ method: 'GET', path: buoyPath(group, 'v1', 'big') });
    assert.match(text, /"big":9007199254740993/);

    await assertAppliable(client, pathOf(group), after);
    // Who owns what is as it was: bob cannot take alice's field, and may take the new default.
    const fight = buoy(group, 'applied', { size: 9 }, 'v1');
    const options = { manager: 'bob', force: false };
    await assert.rejects(
      applyAt(impatient(client), buoyPath(group, 'v1', 'applied'), fight, options),
      /conflict with "alice"/,
    );
    await applyAt(
      client,
      buoyPath(group, 'v1', 'applied'),
      buoy(group, 'applied', { level: 2 }, 'v1'),
      {
        manager: 'carol',
        force: false,
      },
    );
    // Nothing is left to be done.
    assert.deepEqual(await repairManagedFields(client, await readCrd(client, next)), {
      rewritten: 0,
      problems: [],
    });
  });

  test('moves more objects than a page has', async (t) => {
    const client = testClient(t, plane);
    const group = 'many.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    const limit = pLimit(8);
    const names = Array.from({ length: 620 }, (_, index) => `b${index}`);
    await Promise.all(
      names.map((name) => limit(() => createBuoy(client, buoy(group, name, { size: 1 })))),
    );
    const { rewritten } = await upgrade(client, next);
    assert.equal(rewritten, names.length);
    const objects = await assertMigrated(client, next);
    assert.equal(objects.length, names.length);
    await assertAppliable(client, pathOf(group), objects);
  });

  test('moves objects into a version that was served, but not stored, before', async (t) => {
    const client = testClient(t, plane);
    for (let round = 0; round < 5; round += 1) {
      const group = `served-${round}.example.com`;
      const next = buoyCrd(group, [SECOND]);
      await installCrd(client, buoyCrd(group, [FIRST, { ...SECOND, storage: false }]));
      await createBuoy(client, buoy(group, 'older', { size: 1 }));
      await createBuoy(client, buoy(group, 'newer', { size: 1 }, 'v1'));
      assert.deepEqual((await upgrade(client, next)).problems, []);
      const objects = await assertMigrated(client, next);
      await assertAppliable(client, pathOf(group), objects);
    }
  });

  test('repairs objects of a CRD that was migrated without looking at managedFields', async (t) => {
    const client = testClient(t, plane);
    const group = 'repair.example.com';
    // Without a new default: with one, the API server forgets managedFields at the first write in v1.
    const second = { ...FIRST, name: 'v1' };
    const next = buoyCrd(group, [second]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await createBuoy(client, buoy(group, 'broken', { size: 1 }));
    const both = buoyCrd(group, [second, { ...FIRST, storage: false }]);
    await installCrd(client, both);
    await createBuoy(client, buoy(group, 'sound', { size: 1 }, 'v1'));
    const annotated = { metadata: { annotations: { a: 'b' } } };
    await client.request({
      method: 'PATCH',
      path: `${buoyPath(group, 'v1', 'broken')}?fieldManager=storage-migrator`,
      contentType: 'application/merge-patch+json',
      body: JSON.stringify(annotated),
    });
    const status = JSON.stringify({ status: { storedVersions: ['v1'] } });
    await kubectl(plane, [
      'patch',
      'crd',
      `buoys.${group}`,
      '--subresource=status',
      '--type=merge',
      '-p',
      status,
    ]);
    await upgrade(client, next);
    await untilUnserved(client, `/apis/${group}/v1alpha1/buoys`);
    const apply = (name: string) => createBuoy(client, buoy(group, name, { size: 2 }, 'v1'));
    await assert.rejects(
      applyAt(
        impatient(client),
        buoyPath(group, 'v1', 'broken'),
        buoy(group, 'broken', { size: 2 }, 'v1'),
      ),
      /invalid group\/version/,
    );

    const live = await readCrd(client, next);
    assert.deepEqual(await repairManagedFields(client, live), { rewritten: 1, problems: [] });
    assert.equal((await apply('broken')).spec.size, 2);
    assert.equal((await apply('sound')).spec.size, 2);
    assert.deepEqual(await repairManagedFields(client, live), { rewritten: 0, problems: [] });
  });

  test('stops before the first write where an object would lose a field', async (t) => {
    const client = testClient(t, plane);
    const group = 'lossy.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await createBuoy(client, buoy(group, 'plain', { size: 1 }));
    await createBuoy(client, buoy(group, 'red', { size: 1, colour: 'red' }));
    await createBuoy(client, buoy(group, 'manual', { size: 1, mode: 'manual' }));
    const before = await readCrd(client, next);

    const { problems, decision } = await upgrade(client, next);
    assert.deepEqual(decision, { action: 'migrate', from: ['v1alpha1'], to: 'v1' });
    const places = problems.map(({ code, at }) => `${code} ${at?.object} ${at?.field}`);
    assert.deepEqual(places.toSorted(), [
      `crd-data-loss Buoy.${group} default/manual spec.mode`,
      `crd-data-loss Buoy.${group} default/red spec.colour`,
    ]);
    assert.deepEqual(await readCrd(client, next), before);

    const crd = next.metadata.name;
    const some = await upgrade(client, next, { mayDrop: [{ crd, field: 'spec.colour' }] });
    assert.deepEqual(
      some.problems.map(({ at }) => at?.field),
      ['spec.mode'],
    );
    await createBuoy(client, buoy(group, 'manual', { size: 1 }));
    const all = await upgrade(client, next, { mayDrop: [{ crd, field: 'spec.colour' }] });
    assert.deepEqual(all.problems, []);
    await assertMigrated(client, next);
  });

  test('leaves a CRD transitional where an object is refused, and goes on when that is cured', async (t) => {
    const client = testClient(t, plane);
    const group = 'refused.example.com';
    const next: any = buoyCrd(group, [SECOND]);
    // Old values may stay as they are, but what a new default changes is looked at as a whole.
    next.spec.versions[0].schema.openAPIV3Schema.properties.spec.required = ['kind'];
    await installCrd(client, buoyCrd(group, [FIRST]));
    await createBuoy(client, buoy(group, 'fine', { size: 1, kind: 'can' }));
    await createBuoy(client, buoy(group, 'held', { size: 1 }));
    const first = await upgrade(client, next);
    assert.deepEqual(
      first.problems.map(({ code, at }) => [code, at]),
      [['migration-refused', { object: `Buoy.${group} default/held`, field: 'spec.kind' }]],
    );
    const live: any = await readCrd(client, next);
    assert.deepEqual(live.status.storedVersions, ['v1alpha1', 'v1']);
    const objects = await listAt(client, `/apis/${group}/v1alpha1/buoys`);
    assert.deepEqual(
      objects.map(({ spec }) => spec.size),
      [1, 1],
    );
    assert.equal((await upgrade(client, next)).problems.length, 1);

    await createBuoy(client, buoy(group, 'held', { size: 1, kind: 'spar' }));
    assert.deepEqual((await upgrade(client, next)).problems, []);
    const migrated = await assertMigrated(client, next);
    assert.deepEqual(
      migrated.map(({ spec }) => spec.kind),
      ['can', 'spar'],
    );
  });

  test('goes on beside somebody who applies the final CRD all the time', async (t) => {
    const client = testClient(t, plane);
    const group = 'beside.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        createBuoy(client, buoy(group, `b${index}`, { size: 1 })),
      ),
    );
    const over = new AbortController();
    const answers = new Set<boolean>();
    const loop = (async () => {
      while (!over.signal.aborted) {
        const args = ['apply', '--server-side', '--force-conflicts', '-f', '-'];
        answers.add(
          await kubectl(plane, args, next).then(
            () => true,
            () => false,
          ),
        );
      }
    })();
    while (answers.size === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const { problems } = await upgrade(client, next);
    while (!answers.has(true)) await new Promise((resolve) => setTimeout(resolve, 50));
    over.abort();
    await loop;
    assert.deepEqual(problems, []);
    assert.ok(answers.has(false), 'it was refused before');
    const objects = await assertMigrated(client, next);
    assert.equal(objects.length, 40);
    await assertAppliable(client, pathOf(group), objects);
  });

  test('keeps a newer CRD that serves what is needed, and refuses one that does not', async (t) => {
    const client = testClient(t, plane);
    const group = 'back.example.com';
    const [older, newer] = [buoyCrd(group, [FIRST]), buoyCrd(group, [SECOND])];
    await installCrd(client, older);
    await createBuoy(client, buoy(group, 'b', { size: 1 }));
    await upgrade(client, newer);
    const back = { neededVersions: ['v1alpha1'] };
    const refused = await upgrade(client, older, back);
    assert.equal(refused.decision.action, 'refuse');
    const both = buoyCrd(group, [SECOND, { ...FIRST, storage: false }]);
    await upgrade(client, both);
    const kept = await upgrade(client, older, back);
    assert.equal(kept.decision.action, 'keep');
    assert.equal(((await getJson(client, crdPath(older))) as any).spec.versions.length, 2);
  });
});
