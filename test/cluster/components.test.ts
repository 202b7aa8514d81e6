import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { displayObject } from '../../src/manifest/display.ts';
import { objectId } from '../../src/manifest/object.ts';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { startControlPlane } from './control-plane/start.ts';
import type { ControlPlane } from './control-plane/start.ts';
import { clusterObjects } from './support/cluster-objects.ts';
import type { ClusterObjects } from './support/cluster-objects.ts';
import { kubectl } from './support/kubectl.ts';
import type { Cluster } from './support/kubectl.ts';
import { runProgram } from './support/program.ts';
import { removeTrees } from './support/removal.ts';
import { SHIPPED, apart, objectsOf, playHealth, rebaseShipped } from './support/shipped.ts';
import { needsUpstream } from './support/upstream.ts';

/* The components that the project ships, on real API servers: each alone, and all of them on one. */

suite('the components that are shipped', needsUpstream, () => {
  let root = '';
  const trees = new Map<string, string>();

  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    for (const component of SHIPPED) {
      // oxlint-disable-next-line no-await-in-loop -- each takes both cores
      trees.set(component, await rebaseShipped(component, path.join(root, component)));
    }
  });

  after(() => rm(root, { recursive: true, force: true }));

  for (const component of SHIPPED) {
    test(`${component} is applied alone, once, and is healthy`, async (t) => {
      const plane = await startCluster(t);
      const tree = trees.get(component) ?? '';
      const first = await apply(plane, [tree]);
      assert.deepEqual(new Set(first.map(({ action }) => action)), new Set(['created']));
      await assertAccepted(plane, tree);
      await playHealth(plane, tree);
      const flags = ['--kubeconfig', plane.kubeconfig, '--timeout', '90s'];
      const { status, stderr } = await runProgram(['healthcheck', tree, ...flags]);
      assert.equal(status, 0, stderr);
      await assertWarm(plane, [tree]);
    });
  }

  test('all that share a Gateway API are applied together, and removed one by one without touching the others', async (t) => {
    const plane = await startCluster(t);
    const others = await apart();
    let left = [...trees].filter(([name]) => !others.includes(name)).map(([, tree]) => tree);
    assert.ok(left.length > others.length);
    await apply(plane, left);
    await assertWarm(plane, left);
    // The one that came first is the last that a user would take away.
    const known = await Promise.all(
      left.map(async (tree) => [tree, await objectsOf(tree)] as const),
    );
    const cluster = clusterObjects(
      plane,
      known.flatMap(([, objects]) => objects),
    );
    for (const tree of left.toReversed()) {
      left = left.filter((other) => other !== tree);
      const kept = known.flatMap(([other, objects]) => (left.includes(other) ? objects : []));
      /* oxlint-disable no-await-in-loop -- one by one */
      const expected = await uids(cluster, kept);
      const { status, stderr } = await removeTrees(plane, [tree], ['--crds', '--timeout', '120s']);
      assert.equal(status, 0, stderr);
      assert.deepEqual(await uids(cluster, kept), expected, tree);
      if (left.length > 0) await assertWarm(plane, left);
      /* oxlint-enable no-await-in-loop */
    }
    assert.equal(await kubectl(plane, ['get', 'crd', '-o', 'name']), '');
  });
});

async function startCluster(t: TestContext): Promise<ControlPlane> {
  const plane = await startControlPlane({ etcd: sharedControlPlane().etcd, controllers: true });
  t.after(() => plane.stop());
  return plane;
}

type Applied = { kind: string; name: string; action: string }[];

async function apply(plane: Cluster, trees: readonly string[]): Promise<Applied> {
  const report = `${trees[0]}.apply.json`;
  const flags = ['--kubeconfig', plane.kubeconfig, '--timeout', '120s', '--report', report];
  const { status, stderr } = await runProgram(['apply', ...trees, ...flags]);
  assert.equal(status, 0, stderr);
  return (JSON.parse(await readFile(report, 'utf8')) as { objects: Applied }).objects;
}

async function assertWarm(plane: Cluster, trees: readonly string[]): Promise<void> {
  const again = await apply(plane, trees);
  assert.deepEqual(
    again.filter(({ action }) => action !== 'unchanged'),
    [],
  );
}

/** kubectl, which MicroShift's own applier is, writes the same. */
async function assertAccepted(plane: Cluster, tree: string): Promise<void> {
  await kubectl(plane, [
    'apply',
    '--server-side',
    '--force-conflicts',
    '--dry-run=server',
    '-o',
    'name',
    '-k',
    tree,
  ]);
}

/** The objects of trees, each with what is another one if it is deleted and made again. */
async function uids(
  cluster: ClusterObjects,
  objects: readonly KubernetesObject[],
): Promise<Map<string, string>> {
  const found = await Promise.all(
    objects.map(async (object) => {
      const live = await cluster.read(object);
      const name = displayObject(objectId(object));
      assert.ok(live !== undefined, name);
      const { uid, deletionTimestamp } = live.metadata as Record<string, unknown>;
      return [name, JSON.stringify([uid, deletionTimestamp])] as const;
    }),
  );
  return new Map(found);
}
