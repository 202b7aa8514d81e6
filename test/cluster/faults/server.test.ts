import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { sharedControlPlane } from '../control-plane/shared.ts';
import { startControlPlane } from '../control-plane/start.ts';
import { getObject, untilServed } from '../support/kubectl.ts';
import { editInEtcd } from './support/edit-in-etcd.ts';
import { faultCase } from './support/fault-case.ts';
import { actions } from './support/victim.ts';

/* What happens to the API server, its storage and the clock, rather than to a request. */

suite('the server and its machine', { concurrency: 3 }, () => {
  const shared = sharedControlPlane();
  const ownPlane = () => startControlPlane({ etcd: shared.etcd });

  for (const when of [1, 10]) {
    test(`the API server is killed at request ${when}, and started again`, async (t) => {
      const plane = await ownPlane();
      t.after(() => plane.stop());
      const { proxy, start, assertConverged } = await faultCase(t, plane, 'restart');
      let restarted: Promise<void> | undefined;
      proxy.onRequest = ({ number }) => {
        if (number >= when) restarted ??= plane.restartApiServer();
        return undefined;
      };
      const victim = start();
      const result = await victim.result;
      await restarted;
      assert.ok(restarted, 'it was killed');
      await assertConverged(result);
    });
  }

  test('the API server is killed while it is waited for to establish the CRDs', async (t) => {
    const plane = await ownPlane();
    t.after(() => plane.stop());
    const { proxy, run, assertConverged } = await faultCase(t, plane, 'restart-watch');
    let restarted: Promise<void> | undefined;
    proxy.onRequest = ({ isWatch }) => {
      // Without its watch, the program waits for the CRDs until the server is back.
      if (isWatch) restarted ??= plane.restartApiServer();
      return isWatch && proxy.requests.filter((each) => each.isWatch).length === 1
        ? { do: 'mute' }
        : undefined;
    };
    const result = await run();
    await restarted;
    await assertConverged(result);
  });

  test('the power fails after the API server has accepted the names of a CRD', async (t) => {
    const plane = await ownPlane();
    t.after(() => plane.stop());
    const { proxy, start, run, assertConverged } = await faultCase(t, plane, 'half');
    proxy.onRequest = ({ method, url }) =>
      method === 'PATCH' && url.includes('/widgets.a.')
        ? { do: 'kill', pid: victim.pid, answer: 'seen' }
        : undefined;
    const victim = start();
    await assert.rejects(victim.result);
    const name = 'widgets.a.half.example.com';
    // By then it has accepted the names, too.
    await untilServed(plane, name);
    const isNotEstablished = ({ type }: { type: string }) => type !== 'Established';
    await plane.restartApiServer(() =>
      editInEtcd(plane, `apiextensions.k8s.io/customresourcedefinitions/${name}`, (crd) => ({
        ...crd,
        status: { ...crd.status, conditions: crd.status.conditions.filter(isNotEstablished) },
      })),
    );
    proxy.onRequest = () => undefined;
    // By itself, the API server comes to it after 5 minutes.
    await assertConverged(await run());
    const { metadata } = await getObject(plane, ['crd', name]);
    assert.deepEqual(metadata.annotations, undefined);
  });

  test('etcd is wiped between two boots: everything is applied again', async (t) => {
    const [plane, empty] = await Promise.all([ownPlane(), ownPlane()]);
    t.after(() => Promise.all([plane.stop(), empty.stop()]));
    const { proxy, run } = await faultCase(t, plane, 'wiped');
    assert.equal((await run()).status, 0);
    await proxy.forwardTo(empty);
    const after = await run();
    assert.equal(after.status, 0, after.stderr);
    assert.deepEqual([...new Set(Object.values(actions(after)))], ['created']);
    const again = await run();
    assert.deepEqual([...new Set(Object.values(actions(again)))], ['unchanged']);
  });

  test('etcd is wiped in the middle of a run: it ends, and the next one applies the rest', async (t) => {
    const [plane, empty] = await Promise.all([ownPlane(), ownPlane()]);
    t.after(() => Promise.all([plane.stop(), empty.stop()]));
    const { proxy, run, assertConverged } = await faultCase(t, empty, 'wiped-midway');
    await proxy.forwardTo(plane);
    proxy.onRequest = async ({ method, url }) => {
      if (method === 'PATCH' && url.includes('/widgets.b.')) await proxy.forwardTo(empty);
      return undefined;
    };
    const midway = await run();
    assert.ok([0, 3].includes(midway.status), midway.stderr);
    proxy.onRequest = () => undefined;
    await assertConverged(await run());
  });

  test('the clock jumps an hour forward and back all the time', async (t) => {
    const { proxy, run, assertConverged } = await faultCase(t, shared, 'clock');
    const preload = path.join(import.meta.dirname, 'support/jump-clock.ts');
    // Slow enough for many jumps, and for waits and retries between them.
    const seen = new Set<string>();
    proxy.onRequest = ({ method, url, isWatch }) => {
      if (isWatch || seen.has(`${method} ${url}`)) return { do: 'delay', milliseconds: 100 };
      seen.add(`${method} ${url}`);
      return { do: 'reset' };
    };
    const result = await run({ preload });
    assert.match(result.stderr, /the clock was read [1-9]/);
    await assertConverged(result);
  });

  test('the clock jumps an hour forward: the deadline does not pass for that', async (t) => {
    const preload = path.join(import.meta.dirname, 'support/jump-clock.ts');
    const { run } = await faultCase(t, shared, 'clock-never', () => ({ do: 'reset' }));
    const { status, report } = await run({ preload, deadline: 3 });
    assert.equal(status, 4);
    const { durationMilliseconds } = report as unknown as { durationMilliseconds: number };
    assert.ok(durationMilliseconds >= 2900, `${durationMilliseconds} ms`);
  });
});
