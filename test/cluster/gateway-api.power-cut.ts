import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { rm } from 'node:fs/promises';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { readTree } from '../../src/tree/read-tree.ts';
import { startControlPlane } from './control-plane/start.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { FIRST_RELEASE, RECENT_RELEASE, rebaseGatewayApi } from './support/gateway-api.ts';
import type { Release } from './support/gateway-api.ts';
import { clusterObjects } from './support/cluster-objects.ts';
import type { ClusterObjects } from './support/cluster-objects.ts';
import { cutEverywhere, stepOf } from './support/power-cut/cut-everywhere.ts';
import type { Round } from './support/power-cut/cut-everywhere.ts';
import { writePackaged } from './support/power-cut/lantern-rounds.ts';
import { inventoryOf, readState } from './support/power-cut/read-state.ts';
import { runProgram } from './support/program.ts';
import { temporaryDirectory } from './support/trees.ts';
import { needsUpstream } from './support/upstream.ts';

/*
 * npm run test:power-cut: the contract of power-cut.test.ts on the real component, with a cluster of its own for
 * every round. It takes hours; POWER_CUT_STEP=10 cuts after every tenth request alone.
 */
const STEP = stepOf(1);
const TREE = 'manifests.d/000-microshift-gateway-api';

suite('the real component, cut off after any request', needsUpstream, () => {
  const { etcd } = sharedControlPlane();

  const release = async (t: TestContext, which: Release) => {
    const out = await temporaryDirectory(t);
    const { status, stderr } = await rebaseGatewayApi(which, out);
    if (status !== 0) throw new Error(stderr);
    const { objects } = await readTree(`${out}/${TREE}`);
    return { tree: `${out}/${TREE}`, objects: objects.map(({ manifest }) => manifest.object()) };
  };

  type Setup = { kubeconfig: string } & Pick<ClusterObjects, 'create'>;

  /** Rounds with a cluster each, which `setUp` fills. */
  const rounds =
    (
      controllers: boolean,
      args: readonly string[],
      objects: readonly KubernetesObject[],
      setUp: (setup: Setup) => Promise<unknown>,
    ) =>
    async (name: string): Promise<Round> => {
      const plane = await startControlPlane({ controllers, etcd, progress: () => {} });
      const cluster = clusterObjects(plane, objects);
      await setUp({ kubeconfig: plane.kubeconfig, create: cluster.create });
      return {
        plane,
        args,
        state: () => readState(cluster, [...objects, inventoryOf('gateway-api')], name),
        dispose: async () => {
          await plane.stop();
          await rm(plane.directory, { recursive: true, force: true });
        },
      };
    };

  const apply = async (tree: string, { kubeconfig }: Setup): Promise<void> => {
    const { status, stderr } = await runProgram(['apply', tree, '--kubeconfig', kubeconfig]);
    if (status !== 0) throw new Error(stderr);
  };

  test('cold', async (t) => {
    const { tree, objects } = await release(t, RECENT_RELEASE);
    const prepare = rounds(false, ['apply', tree], objects, async () => {});
    await cutEverywhere(t, { objects: objects.length, concurrency: 1, step: STEP, prepare });
  });

  test('upgrade', async (t) => {
    const [old, recent] = [await release(t, FIRST_RELEASE), await release(t, RECENT_RELEASE)];
    const objects = [...old.objects, ...recent.objects, usersIstio('v1')].filter(
      ({ apiVersion }) => apiVersion !== 'sailoperator.io/v1alpha1',
    );
    const prepare = rounds(false, ['apply', recent.tree], objects, async (setup) => {
      await apply(old.tree, setup);
      await setup.create(usersIstio('v1alpha1'));
    });
    await cutEverywhere(t, { objects: recent.objects.length, concurrency: 1, step: STEP, prepare });
  });

  test('prune', async (t) => {
    const { tree, objects } = await release(t, RECENT_RELEASE);
    const left = objects.filter(({ kind }) => ['Namespace', 'Service'].includes(kind));
    const parent = await temporaryDirectory(t);
    const smaller = await writePackaged(parent, 'smaller', 'gateway-api', '3.3.7', left);
    const all = [...objects, usersIstio('v1')];
    const prepare = rounds(true, ['apply', smaller], all, async (setup) => {
      await apply(tree, setup);
      await setup.create(usersIstio('v1'));
    });
    await cutEverywhere(t, { objects: objects.length, concurrency: 1, step: STEP, prepare });
  });

  test('remove', async (t) => {
    const { tree, objects } = await release(t, RECENT_RELEASE);
    const all = [...objects, usersIstio('v1')];
    const prepare = rounds(true, ['remove', tree], all, async (setup) => {
      await apply(tree, setup);
      await setup.create(usersIstio('v1'));
    });
    await cutEverywhere(t, { objects: objects.length, concurrency: 1, step: STEP, prepare });
  });
});

function usersIstio(version: string): KubernetesObject {
  return {
    apiVersion: `sailoperator.io/${version}`,
    kind: 'Istio',
    metadata: { name: 'mine' },
    spec: { namespace: 'default', version: version === 'v1' ? 'v1.28.10' : 'v1.23.0' },
  };
}
