import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import pLimit from 'p-limit';
import { sharedControlPlane } from './control-plane/shared.ts';
import { impatient, testClient } from './support/client.ts';
import { conversionWebhook } from './support/conversion-webhook.ts';
import {
  FIRST,
  SECOND,
  applyBuoy,
  buoy,
  buoyCrd,
  buoyPath,
  migratedBuoys,
  pathsOf,
} from './support/buoys.ts';
import { kubectl, writeStatus } from './support/kubectl.ts';
import {
  applyAt,
  assertAppliable,
  installCrd,
  listAt,
  repair,
  untilUnserved,
  upgrade,
} from './support/migration.ts';

suite('migration', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  test('moves objects of many managers, losing nothing', async (t) => {
    const client = testClient(t, plane);
    const group = 'managers.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    const lights = [{ name: 'a', seconds: 3 }];
    await applyBuoy(client, buoy(group, 'applied', { size: 1, lights }));
    const other = buoy(group, 'applied', { lights: [{ name: 'b', seconds: 4 }] });
    await applyBuoy(client, other, 'bob');
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

    const after = await migratedBuoys(client, next);
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

    await assertAppliable(client, pathsOf(group), after);
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
    assert.deepEqual(await repair(client, next), { rewritten: 0, problems: [] });
  });

  test('moves more objects than a page has', async (t) => {
    const client = testClient(t, plane);
    const group = 'many.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    const limit = pLimit(8);
    const names = Array.from({ length: 620 }, (_, index) => `b${index}`);
    await Promise.all(
      names.map((name) => limit(() => applyBuoy(client, buoy(group, name, { size: 1 })))),
    );
    const { rewritten } = await upgrade(client, next);
    assert.equal(rewritten, names.length);
    const objects = await migratedBuoys(client, next);
    assert.equal(objects.length, names.length);
    await assertAppliable(client, pathsOf(group), objects);
  });

  test('moves objects into a version that was served, but not stored, before', async (t) => {
    const client = testClient(t, plane);
    for (let round = 0; round < 2; round += 1) {
      const group = `served-${round}.example.com`;
      const next = buoyCrd(group, [SECOND]);
      await installCrd(client, buoyCrd(group, [FIRST, { ...SECOND, storage: false }]));
      await applyBuoy(client, buoy(group, 'older', { size: 1 }));
      await applyBuoy(client, buoy(group, 'newer', { size: 1 }, 'v1'));
      assert.deepEqual((await upgrade(client, next)).problems, []);
      const objects = await migratedBuoys(client, next);
      await assertAppliable(client, pathsOf(group), objects);
    }
  });

  test('moves objects through the webhook that converts them until now', async (t) => {
    const client = testClient(t, plane);
    const group = 'converted.example.com';
    const renamed = { name: 'v1', properties: { paint: { type: 'string' } } };
    const before: any = buoyCrd(group, [
      { name: 'v1alpha1', properties: { colour: { type: 'string' } } },
      { ...renamed, storage: false },
    ]);
    before.spec.conversion = await conversionWebhook(t, ({ colour, paint }, apiVersion) =>
      apiVersion.endsWith('/v1') ? { paint: colour ?? paint } : { colour: paint ?? colour },
    );
    await installCrd(client, before);
    await applyBuoy(client, buoy(group, 'red', { colour: 'red' }));
    const next = buoyCrd(group, [renamed]);
    const { problems, decision } = await upgrade(client, next);
    assert.deepEqual(problems, []);
    assert.equal(decision.action, 'migrate');
    const objects = await migratedBuoys(client, next);
    assert.deepEqual(
      objects.map(({ spec }) => spec),
      [{ paint: 'red' }],
    );
    await assertAppliable(client, pathsOf(group), objects);
  });

  test('repairs objects of a CRD that was migrated without looking at managedFields', async (t) => {
    const client = testClient(t, plane);
    const group = 'repair.example.com';
    // Without a new default: with one, the API server forgets managedFields at the first write in v1.
    const second = { ...FIRST, name: 'v1' };
    const next = buoyCrd(group, [second]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await applyBuoy(client, buoy(group, 'broken', { size: 1 }));
    const both = buoyCrd(group, [second, { ...FIRST, storage: false }]);
    await installCrd(client, both);
    await applyBuoy(client, buoy(group, 'sound', { size: 1 }, 'v1'));
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
    const apply = (name: string) => applyBuoy(client, buoy(group, name, { size: 2 }, 'v1'));
    await assert.rejects(
      applyAt(
        impatient(client),
        buoyPath(group, 'v1', 'broken'),
        buoy(group, 'broken', { size: 2 }, 'v1'),
      ),
      /invalid group\/version/,
    );

    assert.deepEqual(await repair(client, next), { rewritten: 1, problems: [] });
    assert.equal((await apply('broken')).spec.size, 2);
    assert.equal((await apply('sound')).spec.size, 2);
    assert.deepEqual(await repair(client, next), { rewritten: 0, problems: [] });
  });

  test('goes on beside somebody who applies the final CRD all the time', async (t) => {
    const client = testClient(t, plane);
    const group = 'beside.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        applyBuoy(client, buoy(group, `b${index}`, { size: 1 })),
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
    const objects = await migratedBuoys(client, next);
    assert.equal(objects.length, 40);
    await assertAppliable(client, pathsOf(group), objects);
  });
});
