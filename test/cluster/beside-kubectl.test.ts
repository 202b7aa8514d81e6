import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import { RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import { kubectl } from './support/kubectl.ts';
import type { Cluster } from './support/kubectl.ts';
import { runKubectlLoop } from './support/kubectl-loop.ts';
import { rebaseLantern } from './support/lantern.ts';
import type { ProgramResult } from './support/program.ts';
import { temporaryDirectory } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';
import { actions, runVictim } from './faults/support/victim.ts';

/*
 * MicroShift applies the same tree at the same time, with force, and again ten seconds after it failed.
 * Both must end well, and neither may undo what the other did.
 */

type Snapshot = Record<string, { uid: string; generation?: number; resourceVersion: string }>;

/** The states of a tree's objects, by kind, namespace and name. */
async function snapshot(cluster: Cluster, tree: string): Promise<Snapshot> {
  const list = JSON.parse(await kubectl(cluster, ['get', '-k', tree, '-o', 'json'])) as {
    items: { kind: string; metadata: Snapshot[string] & { namespace?: string; name: string } }[];
  };
  return Object.fromEntries(
    list.items.map(({ kind, metadata }) => {
      const { namespace = '', name, uid, generation, resourceVersion } = metadata;
      const state = { uid, resourceVersion, ...(generation === undefined ? {} : { generation }) };
      return [`${kind} ${namespace}/${name}`, state];
    }),
  );
}

/** Without the resourceVersion, which a status or a default that is stored late moves too. */
const written = (states: Snapshot): object =>
  Object.fromEntries(
    Object.entries(states).map(([key, { uid, generation }]) => [key, { uid, generation }]),
  );

async function besideKubectl(
  t: TestContext,
  rebase: (out: string) => Promise<ProgramResult>,
  name: string,
): Promise<void> {
  const out = path.join(await temporaryDirectory(t), 'out');
  const rebased = await rebase(out);
  assert.equal(rebased.status, 0, rebased.stderr);
  const tree = path.join(out, 'manifests.d', name);
  const plane = await startControlPlane({ etcd: sharedControlPlane().etcd });
  t.after(() => plane.stop());

  const events: string[] = [];
  const both = () =>
    Promise.all([
      runKubectlLoop(plane, tree, (attempt) => events.push(`kubectl ${attempt} begins`)),
      runVictim([tree], { kubeconfig: plane.kubeconfig }).then((result) => {
        events.push('ours is complete');
        return result;
      }),
    ]);
  const [attempts, ours] = await both();
  assert.equal(ours.status, 0, ours.stderr);
  t.diagnostic(`kubectl needed ${attempts} attempts`);
  const second = events.indexOf('kubectl 2 begins');
  const complete = events.indexOf('ours is complete');
  assert.ok(second === -1 || complete < second, events.join('; '));

  // Nothing was written in one form and then in another.
  const first = await snapshot(plane, tree);
  assert.equal(Object.keys(first).length, ours.report.objects.length);
  for (const [object, { generation = 1 }] of Object.entries(first)) {
    assert.equal(generation, 1, object);
  }

  // The next boots: everything is there, and stays as it is.
  const boot = async (): Promise<Snapshot> => {
    const [again, warm] = await both();
    assert.equal(again, 1);
    assert.equal(warm.status, 0, warm.stderr);
    assert.deepEqual([...new Set(Object.values(actions(warm)))], ['unchanged']);
    return snapshot(plane, tree);
  };
  const settled = await boot();
  assert.deepEqual(written(settled), written(first));
  assert.deepEqual(await boot(), settled);
}

suite('beside kubectl in a loop', () => {
  test('the example: both end well, ours before the second attempt', async (t) => {
    await besideKubectl(t, rebaseLantern, '010-microshift-lantern');
  });

  test(
    'the Gateway API: both end well, ours before the second attempt',
    needsUpstream,
    async (t) => {
      const rebase = (out: string) => rebaseGatewayApi(RECENT_RELEASE, out);
      await besideKubectl(t, rebase, '000-microshift-gateway-api');
    },
  );
});
