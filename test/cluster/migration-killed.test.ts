import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import pLimit from 'p-limit';
import type { Client } from '../../src/cluster/client.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { Killed, killedAfter, testClient } from './support/client.ts';
import {
  FIRST,
  SECOND,
  applyBuoy,
  buoy,
  buoyCrd,
  migratedBuoys,
  pathsOf,
} from './support/buoys.ts';
import { assertAppliable, installCrd, listAt, upgrade } from './support/migration.ts';

const NAMES = ['a', 'b', 'c'];

/*
 * The applier is killed after its first request, after its second, and so on until it is done before that;
 * each time with a CRD of its own. That the answer is lost, or the next request never sent, is the same to it.
 */
suite('migration that is killed', () => {
  const plane = sharedControlPlane();

  const setUp = async (client: Client, group: string): Promise<KubernetesObject> => {
    await installCrd(client, buoyCrd(group, [FIRST]));
    for (const name of NAMES) {
      await applyBuoy(client, buoy(group, name, { size: 1, lights: [{ name, seconds: 1 }] }));
    }
    return buoyCrd(group, [SECOND]);
  };

  const assertEnd = async (client: Client, group: string, next: KubernetesObject) => {
    const objects = await migratedBuoys(client, next);
    assert.deepEqual(
      objects.map(({ spec }) => spec),
      NAMES.map((name) => ({ size: 1, level: 1, lights: [{ name, seconds: 1 }] })),
    );
    for (const object of objects) {
      const managers = object.metadata.managedFields.map(({ manager }: any) => manager);
      assert.deepEqual(managers, ['alice']);
    }
    await assertAppliable(client, pathsOf(group), objects);
  };

  test('ends the same wherever it was', async (t) => {
    const client = testClient(t, plane);
    const limit = pLimit(4);
    const runs = Array.from({ length: 20 }, (_, index) =>
      limit(async () => {
        const count = index + 1;
        const group = `kill-${count}.example.com`;
        const next = await setUp(client, group);
        const isKilled = await upgrade(killedAfter(client, count), next).then(
          () => false,
          (error: unknown) => {
            if (error instanceof Killed) return true;
            throw error;
          },
        );
        const again = await upgrade(client, next);
        assert.deepEqual(again.problems, [], group);
        await assertEnd(client, group, next);
        return isKilled;
      }),
    );
    const kills = (await Promise.all(runs)).filter(Boolean).length;
    // How often it asks whether the API server has taken the CRD over differs.
    assert.ok(kills >= 15, `${kills} kills do not reach the end`);
  });

  test('keeps the transitional CRD for the older release when the device goes back', async (t) => {
    const client = testClient(t, plane);
    const group = 'killed-back.example.com';
    const next = await setUp(client, group);
    // All objects are rewritten; the next request would take the old version out of the status.
    const dying: Client = {
      ...client,
      request: async (request, options) => {
        if (request.path.includes('/status')) throw new Killed();
        return client.request(request, options);
      },
    };
    await assert.rejects(upgrade(dying, next), Killed);
    const older = buoyCrd(group, [FIRST]);
    for (const isRollback of [true, undefined]) {
      const back = await upgrade(client, older, { neededVersions: ['v1alpha1'], isRollback });
      assert.equal(back.decision.action, 'keep');
    }
    const [found]: any[] = await listAt(client, `/apis/${group}/v1alpha1/buoys`);
    assert.equal(found.spec.size, 1);
    assert.deepEqual((await upgrade(client, next, { isRollback: false })).problems, []);
    await assertEnd(client, group, next);
  });
});
