import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readTrees } from '../../src/commands/read-trees.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { plannedRemovables } from '../../src/removal/planned-removables.ts';
import { removeObjects } from '../../src/removal/remove-objects.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { PowerCut, clientOf, cutAfter, playOperator } from './support/in-process.ts';
import { kubectl } from './support/kubectl.ts';
import { exists } from './support/removal.ts';
import {
  configMap,
  deployment,
  namespace,
  temporaryDirectory,
  widget,
  widgetCrd,
  writeTree,
} from './support/trees.ts';

/** A component and its users, in names of their own; what of it is a user's. */
function scenario(name: string) {
  const group = `${name}.remove.example.com`;
  const [own, busy, shop] = [`remove-${name}`, `remove-${name}-busy`, `remove-${name}-shop`];
  const account = { name: 'operator', namespace: own };
  return {
    group,
    widgets: `/apis/${group}/v1/namespaces/${own}/widgets`,
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

      const runCut = async (name: string, count: number): Promise<number> => {
        const planned = scenario(name);
        const tree = await writeTree(directory, name, planned.tree);
        const removables = plannedRemovables(buildPlan(await readTrees([tree])));
        const client = clientOf(t, plane);
        await create(planned);
        const stop = playOperator(client, planned.widgets);
        const hooks = { clock: () => performance.now(), onOutcome: () => {}, policy };
        const cut = cutAfter(client, count);
        const ended = await removeObjects(cut, removables, hooks).catch((error: unknown) => error);
        if (count < Number.POSITIVE_INFINITY) {
          assert.ok(ended instanceof PowerCut, `${count}: ${String(ended)}`);
          await removeObjects(client, removables, hooks);
        }
        await stop();
        assert.deepEqual(await endState(planned), expected, `cut after ${count} writes`);
        return cut.writes();
      };

      const writes = await runCut(`cut-${kind}`, Number.POSITIVE_INFINITY);
      assert.ok(writes >= 6, `${writes} writes`);
      const counts = Array.from({ length: writes }, (_, index) => index + 1);
      await Promise.all(counts.map((count) => runCut(`cut-${kind}-${count}`, count)));
    });
  }

  async function create({ crd, group, tree, users }: Scenario): Promise<void> {
    await kubectl(plane, ['create', '-f', '-'], crd);
    await kubectl(plane, ['wait', `crd/widgets.${group}`, '--for=condition=Established']);
    const items = [...tree.slice(0, 2), ...tree.slice(3), ...users];
    await kubectl(plane, ['create', '-f', '-'], { apiVersion: 'v1', kind: 'List', items });
  }

  async function endState({ objects }: Scenario): Promise<Record<string, boolean>> {
    const states = Object.entries(objects).map(async ([name, args]) => [
      name,
      await exists(plane, args).catch(() => false),
    ]);
    return Object.fromEntries(await Promise.all(states)) as Record<string, boolean>;
  }
});
