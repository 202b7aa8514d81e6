import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { KubernetesObject } from '../../src/manifest/object.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { clusterObjects } from './support/cluster-objects.ts';
import type { ClusterObjects } from './support/cluster-objects.ts';
import { cutEverywhere, stepOf } from './support/power-cut/cut-everywhere.ts';
import type { Round } from './support/power-cut/cut-everywhere.ts';
import {
  earlierRelease,
  lanternObjects,
  renamed,
  writePackaged,
} from './support/power-cut/lantern-rounds.ts';
import { inventoryOf, readState } from './support/power-cut/read-state.ts';
import { runProgram } from './support/program.ts';
import { temporaryDirectory } from './support/trees.ts';

/** After every request would take a tenth of the time of all tests; npm run test:power-cut does it. */
const STEP = stepOf(3);

/*
 * The miniature, with names of its own in every round instead of a reset between them: the rounds share one
 * server, and run beside each other.
 */
suite('a run that is cut off after any request converges when it is run again', () => {
  const plane = sharedControlPlane();

  const apply = async (tree: string): Promise<void> => {
    const { status, stderr } = await runProgram(['apply', tree, '--kubeconfig', plane.kubeconfig]);
    if (status !== 0) throw new Error(stderr);
  };

  type Parts = {
    round: string;
    name: string;
    objects: KubernetesObject[];
    directory: string;
    cluster: ClusterObjects;
  };

  /**
   * A round about the miniature, under names of its own.
   * @param reuse whether the rounds of a lane follow each other in the same names
   */
  const rounds =
    (
      t: TestContext,
      prepare: (parts: Parts) => Promise<{ args: string[]; others: KubernetesObject[] }>,
      reuse = false,
    ) =>
    async (own: string, lane: string): Promise<Round> => {
      const round = `${t.name[0]}${reuse ? lane : own}`;
      const objects = await lanternObjects(round);
      const name = `cut-${round}`;
      const directory = await temporaryDirectory(t);
      const cluster = clusterObjects(plane, objects);
      const { args, others } = await prepare({ round, name, objects, directory, cluster });
      return {
        plane,
        args,
        state: () => readState(cluster, [...objects, ...others, inventoryOf(name)], round),
        async dispose() {
          if (reuse) return;
          // CRDs are what slows an API server down.
          const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
          await Promise.all(crds.map(cluster.delete));
        },
      };
    };

  test('cold: the first apply', async (t) => {
    await cutEverywhere(t, {
      objects: 14,
      concurrency: 3,
      step: STEP,
      prepare: rounds(t, async ({ name, objects, directory }) => ({
        args: ['apply', await writePackaged(directory, 'tree', name, '1.4.2', objects)],
        others: [],
      })),
    });
  });

  /** What a user has made of the component's kind, and beside it. */
  const usersObjects = (round: string, version: string): KubernetesObject[] => [
    renamed(
      {
        apiVersion: `lantern.example.com/${version}`,
        kind: 'Lantern',
        metadata: { name: 'mine', namespace: 'default' },
        spec: { brightness: 42 },
      },
      round,
    ),
    renamed(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'mine', namespace: 'lantern' },
        data: { mine: 'yes' },
      },
      round,
    ),
  ];

  test('upgrade: with stored objects to migrate, and things to prune', async (t) => {
    await cutEverywhere(t, {
      objects: 14,
      concurrency: 3,
      step: STEP,
      prepare: rounds(t, async ({ round, name, objects, directory, cluster }) => {
        const earlier = earlierRelease(objects);
        await apply(await writePackaged(directory, 'old', name, '1.3.0', earlier));
        for (const object of usersObjects(round, 'v1alpha1')) await cluster.create(object);
        return {
          args: ['apply', await writePackaged(directory, 'new', name, '1.4.2', objects)],
          others: [...earlier, ...usersObjects(round, 'v1')].filter(
            ({ apiVersion }) => !apiVersion.endsWith('v1alpha1'),
          ),
        };
      }),
    });
  });

  test('prune: of custom resources, workloads and permissions', async (t) => {
    await cutEverywhere(t, {
      objects: 14,
      concurrency: 3,
      step: STEP,
      // The garbage collector takes half a minute to know a new kind, so those of a lane stay.
      prepare: rounds(
        t,
        async ({ round, name, objects, directory, cluster }) => {
          await apply(await writePackaged(directory, 'old', name, '1.4.1', objects));
          for (const object of usersObjects(round, 'v1')) await cluster.create(object);
          const left = objects.filter(({ kind }) => ['Namespace', 'Service'].includes(kind));
          return {
            args: ['apply', await writePackaged(directory, 'new', name, '1.4.2', left)],
            others: usersObjects(round, 'v1'),
          };
        },
        true,
      ),
    });
  });

  test('remove: all but what is kept for users', async (t) => {
    await cutEverywhere(t, {
      objects: 13,
      concurrency: 4,
      step: STEP,
      // The garbage collector takes half a minute to know a new kind, so those of a lane stay.
      prepare: rounds(
        t,
        async ({ round, name, objects, directory, cluster }) => {
          // A namespace takes seconds to go; remove-interrupted.test.ts cuts off one that does.
          const [kept, removed] = [true, false].map((isKept) =>
            objects.filter(({ kind }) => (kind === 'Namespace') === isKept),
          );
          for (const object of kept ?? []) await cluster.create(object);
          const tree = await writePackaged(directory, 'tree', name, '1.4.2', removed ?? []);
          await apply(tree);
          const [mine] = usersObjects(round, 'v1');
          if (mine !== undefined) await cluster.create(mine);
          return { args: ['remove', tree], others: mine === undefined ? [] : [mine] };
        },
        true,
      ),
    });
  });
});
