import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { FIRST, SECOND, applyBuoy, buoy, buoyCrd, migratedBuoys } from './support/buoys.ts';
import { testClient } from './support/client.ts';
import { installCrd, listAt, readCrd, upgrade } from './support/migration.ts';

suite('migration that cannot be', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  test('stops before the first write where an object would lose a field', async (t) => {
    const client = testClient(t, plane);
    const group = 'lossy.example.com';
    const next = buoyCrd(group, [SECOND]);
    await installCrd(client, buoyCrd(group, [FIRST]));
    await applyBuoy(client, buoy(group, 'plain', { size: 1 }));
    await applyBuoy(client, buoy(group, 'red', { size: 1, colour: 'red' }));
    await applyBuoy(client, buoy(group, 'manual', { size: 1, mode: 'manual' }));
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
    await applyBuoy(client, buoy(group, 'manual', { size: 1 }));
    const all = await upgrade(client, next, { mayDrop: [{ crd, field: 'spec.colour' }] });
    assert.deepEqual(all.problems, []);
    await migratedBuoys(client, next);
  });

  test('leaves a CRD transitional where an object is refused, and goes on when that is cured', async (t) => {
    const client = testClient(t, plane);
    const group = 'refused.example.com';
    const next: any = buoyCrd(group, [SECOND]);
    // Old values may stay as they are, but what a new default changes is looked at as a whole.
    next.spec.versions[0].schema.openAPIV3Schema.properties.spec.required = ['kind'];
    await installCrd(client, buoyCrd(group, [FIRST]));
    await applyBuoy(client, buoy(group, 'fine', { size: 1, kind: 'can' }));
    await applyBuoy(client, buoy(group, 'held', { size: 1 }));
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

    await applyBuoy(client, buoy(group, 'held', { size: 1, kind: 'spar' }));
    assert.deepEqual((await upgrade(client, next)).problems, []);
    const migrated = await migratedBuoys(client, next);
    assert.deepEqual(
      migrated.map(({ spec }) => spec.kind),
      ['can', 'spar'],
    );
  });

  test('keeps a newer CRD that serves what is needed, and refuses one that does not', async (t) => {
    const client = testClient(t, plane);
    const group = 'back.example.com';
    const [older, newer] = [buoyCrd(group, [FIRST]), buoyCrd(group, [SECOND])];
    await installCrd(client, older);
    await applyBuoy(client, buoy(group, 'b', { size: 1 }));
    await upgrade(client, newer);
    const back = { neededVersions: ['v1alpha1'] };
    const refused = await upgrade(client, older, back);
    assert.equal(refused.decision.action, 'refuse');
    const both = buoyCrd(group, [SECOND, { ...FIRST, storage: false }]);
    await upgrade(client, both);
    const before = await readCrd(client, older);
    const kept = await upgrade(client, older, back);
    assert.equal(kept.decision.action, 'keep');
    assert.deepEqual(await readCrd(client, older), before);
  });
});
