import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { RemovalOutcome } from '../../src/removal/outcome.ts';
import { pruneObjects } from '../../src/removal/prune-objects.ts';
import { recordedRemovable } from '../../src/removal/removable.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { testClient } from './support/client.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import {
  addFinalizer,
  createCrd,
  exists,
  finalize,
  isUntouched,
  untilDeleting,
} from './support/removal.ts';
import { configMap, deployment, namespace, widget, widgetCrd } from './support/trees.ts';

suite('pruneObjects', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  /** What an inventory has recorded of a live object. */
  const recorded = async (args: readonly string[], group: string) => {
    const { kind, metadata } = await getObject(plane, args);
    const { namespace: ns = '', name, uid } = metadata;
    const id = { group, kind, namespace: ns, name };
    return { ...recordedRemovable(id, { tree: 'old', uid }), uid: String(uid) };
  };

  const create = (object: object) => kubectl(plane, ['create', '-f', '-'], object);

  const actions = (outcomes: readonly RemovalOutcome[]) =>
    Object.fromEntries(
      outcomes.map(({ removable: { id }, action, kept }) => [
        `${id.kind} ${id.name}`,
        kept === undefined ? action : `${action} ${kept.because}`,
      ]),
    );

  test('deletes custom resources before their operator, and never what may hold others', async (t) => {
    const client = testClient(t, plane);
    const [ns, group] = ['prune-order', 'order.prune.example.com'];
    await create(namespace(ns));
    await createCrd(plane, widgetCrd(group), group);
    await create(widget(group, ns, 'w', { size: 1 }));
    await create(deployment(ns, 'operator'));
    const own = [`widgets.${group}/w`, '-n', ns];
    await addFinalizer(plane, own, 'example.com/clean-up');
    const prunables = await Promise.all([
      recorded([`namespace/${ns}`], ''),
      recorded([`crd/widgets.${group}`], 'apiextensions.k8s.io'),
      // As a record has it: without a version, and of a kind that only the API server knows.
      recorded(own, group),
      recorded(['deployment/operator', '-n', ns], 'apps'),
    ]);

    const told: string[] = [];
    const pruned = pruneObjects(client, prunables, {
      clock: () => performance.now(),
      onOutcome: ({ removable }) => void told.push(removable.id.kind),
    });
    await untilDeleting(plane, own);
    assert.ok(await isUntouched(plane, ['deployment/operator', '-n', ns]));
    await finalize(plane, own);
    assert.deepEqual(actions(await pruned), {
      'Widget w': 'deleted',
      [`CustomResourceDefinition widgets.${group}`]: 'kept crd',
      'Deployment operator': 'deleted',
      'Namespace prune-order': 'kept namespace',
    });
    assert.deepEqual(told, ['Widget', 'CustomResourceDefinition', 'Deployment', 'Namespace']);
    assert.ok(await isUntouched(plane, [`namespace/${ns}`]));
    assert.ok(await isUntouched(plane, [`crd/widgets.${group}`]));
  });

  test('keeps an object that somebody has made anew, and one that another tree has too', async (t) => {
    const client = testClient(t, plane);
    const ns = 'prune-kept';
    await create(namespace(ns));
    const names = ['replaced', 'shared', 'same', 'gone'];
    await Promise.all(names.map((name) => create(configMap(ns, name))));
    const prunables = await Promise.all(
      names.map((name) => recorded([`configmap/${name}`, '-n', ns], '')),
    );
    await kubectl(plane, ['delete', 'configmap/replaced', 'configmap/gone', '-n', ns]);
    await create(configMap(ns, 'replaced', { mine: 'yes' }));

    const outcomes = await pruneObjects(client, prunables, {
      clock: () => performance.now(),
      onOutcome: () => {},
      shared: new Map([[prunables[1]?.key ?? '', 'other']]),
    });
    assert.deepEqual(actions(outcomes), {
      'ConfigMap replaced': 'kept replaced',
      'ConfigMap shared': 'kept shared',
      'ConfigMap same': 'deleted',
      'ConfigMap gone': 'absent',
    });
    const { data } = await getObject(plane, ['configmap/replaced', '-n', ns]);
    assert.deepEqual(data, { mine: 'yes' });
    assert.ok(await isUntouched(plane, ['configmap/shared', '-n', ns]));
    assert.equal(await exists(plane, ['configmap/same', '-n', ns]), false);
  });

  test('an object whose kind is not served any more is gone', async (t) => {
    const id = { group: 'gone.prune.example.com', kind: 'Widget', namespace: 'default', name: 'w' };
    const known = { tree: 'old', uid: 'some', apiVersion: 'gone.prune.example.com/v1' };
    const infos = [undefined, { plural: 'widgets', namespaced: true }];
    const prunables = infos.map((kind, index) => ({
      ...recordedRemovable({ ...id, name: `w${index}` }, kind ? { ...known, kind } : known),
      uid: 'some',
    }));
    const hooks = { clock: () => 0, onOutcome: () => {} };
    const outcomes = await pruneObjects(testClient(t, plane), prunables, hooks);
    assert.deepEqual(actions(outcomes), { 'Widget w0': 'absent', 'Widget w1': 'absent' });
  });

  test('finds an object in another version than it was applied in', async (t) => {
    const [ns, group] = ['prune-version', 'version.prune.example.com'];
    await create(namespace(ns));
    await createCrd(plane, widgetCrd(group), group);
    await create(widget(group, ns, 'w', { size: 1 }));
    const args = [`widgets.${group}/w`, '-n', ns];
    const { id, uid } = await recorded(args, group);
    const kind = { plural: 'widgets', namespaced: true };
    const known = { tree: 'old', uid, apiVersion: `${group}/v1alpha1`, kind };
    const hooks = { clock: () => 0, onOutcome: () => {} };
    const prunable = { ...recordedRemovable(id, known), uid };
    const outcomes = await pruneObjects(testClient(t, plane), [prunable], hooks);
    assert.deepEqual(actions(outcomes), { 'Widget w': 'deleted' });
    assert.equal(await exists(plane, args), false);
  });
});
