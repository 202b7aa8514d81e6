import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import pLimit from 'p-limit';
import { readTrees } from '../../src/commands/read-trees.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedRemovables } from '../../src/removal/planned-removables.ts';
import { removeObjects } from '../../src/removal/remove-objects.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { testClient } from './support/client.ts';
import { PowerCut, cutAfter, playOperator } from './support/in-process.ts';
import { kubectl } from './support/kubectl.ts';
import { CREATE, createCrd, exists } from './support/removal.ts';
import {
  configMap,
  deployment,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

/** More writes than any of these runs makes. */
const MORE_THAN_ALL = 10;

/** A component and its users, in names of their own; what of it is a user's. */
function scenario(name: string) {
  const group = `${name}.remove.example.com`;
  const [own, busy, shop] = [`remove-${name}`, `remove-${name}-busy`, `remove-${name}-shop`];
  const account = { name: 'operator', namespace: own };
  return {
    group,
    widgets: `/apis/${group}/v1/namespaces/${own}/widgets`,
    operator: `/apis/apps/v1/namespaces/${own}/deployments/operator`,
    crd: widgetCrd(group),
    tree: [
      namespace(own),
      namespace(busy),
      widgetCrd(group),
      held(widget(group, own, 'own', { size: 1 })),
      deployment(own, 'operator'),
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
      configMap(own, 'settings'),
      configMap(busy, 'settings'),
    ],
    users: [namespace(shop), widget(group, shop, 'theirs', { size: 7 }), configMap(busy, 'mine')],
    objects: {
      ownNamespace: [`namespace/${own}`],
      busyNamespace: [`namespace/${busy}`],
      busySettings: ['configmap/settings', '-n', busy],
      mine: ['configmap/mine', '-n', busy],
      crd: [`crd/widgets.${group}`],
      theirs: [`widget.${group}/theirs`, '-n', shop],
    },
  };
}

type Scenario = ReturnType<typeof scenario>;

function held(object: object): object {
  const { metadata } = object as { metadata: object };
  return { ...object, metadata: { ...metadata, finalizers: ['example.com/clean-up'] } };
}

suite('remove, cut short after any write and run again', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const cases = [
    {
      crds: false,
      expected: {
        ownNamespace: false,
        busyNamespace: true,
        busySettings: false,
        mine: true,
        crd: true,
        theirs: true,
      },
    },
    {
      crds: true,
      expected: {
        ownNamespace: false,
        busyNamespace: true,
        busySettings: false,
        mine: true,
        crd: false,
        theirs: false,
      },
    },
  ];
  for (const { crds, expected } of cases) {
    test(`ends as an undisturbed run ${crds ? 'with' : 'without'} --crds`, async (t) => {
      const policy = { purpose: 'remove', crds } as const;
      const directory = await temporaryDirectory(t);
      const kind = crds ? 'crds' : 'plain';

      /** Removes the objects of a scenario of its own; says whether the run was cut. */
      const runCut = async (count: number): Promise<boolean> => {
        const name = `${kind}-${count}`;
        const planned = scenario(name);
        const tree = await writeTree(directory, name, planned.tree);
        const removables = plannedRemovables(buildPlan(await readTrees([tree])));
        const client = testClient(t, plane);
        await create(planned);
        const stop = playOperator(client, planned.widgets, planned.operator);
        const hooks = { clock: () => performance.now(), onOutcome: () => {}, policy };
        try {
          const isCut = await removeObjects(cutAfter(client, count), removables, hooks).then(
            () => false,
            (error: unknown) => error instanceof PowerCut || Promise.reject(error as Error),
          );
          if (isCut) await removeObjects(client, removables, hooks);
          assert.deepEqual(await endState(planned), expected, `cut after ${count} writes`);
          return isCut;
        } finally {
          await stop();
        }
      };

      const counts = Array.from({ length: MORE_THAN_ALL }, (_, index) => index + 1);
      const limit = pLimit(4);
      const runs = await Promise.allSettled(counts.map((count) => limit(runCut, count)));
      const cut = runs.map((run) => {
        if (run.status === 'rejected') throw run.reason;
        return run.value;
      });
      // The last run is the undisturbed one, so every place to cut was tried.
      assert.equal(cut.at(-1), false);
      assert.ok(cut.filter(Boolean).length >= 6, `${cut.filter(Boolean).length} runs were cut`);
    });
  }

  async function create({ crd, group, tree, users }: Scenario): Promise<void> {
    await createCrd(plane, crd, group);
    const items = [...tree.slice(0, 2), ...tree.slice(3), ...users];
    await kubectl(plane, CREATE, { apiVersion: 'v1', kind: 'List', items });
  }

  async function endState({ objects }: Scenario): Promise<Record<string, boolean>> {
    const states = Object.entries(objects).map(async ([name, args]) => [
      name,
      await exists(plane, args).catch(() => false),
    ]);
    return Object.fromEntries(await Promise.all(states)) as Record<string, boolean>;
  }
});
