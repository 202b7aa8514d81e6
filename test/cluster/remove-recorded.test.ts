import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { remove } from '../../src/commands/remove.ts';
import { recordedRemovable } from '../../src/removal/removable.ts';
import type { Removable } from '../../src/removal/removable.ts';
import { sharedControlPlane } from './control-plane/shared.ts';
import { getObject, kubectl } from './support/kubectl.ts';
import { exists, isUntouched } from './support/removal.ts';
import { configMap, namespace, temporaryDirectory, writeTree } from './support/trees.ts';

suite('remove by what the cluster has recorded', { concurrency: true }, () => {
  const plane = sharedControlPlane();

  const recorded = async (tree: string, args: readonly string[]): Promise<Removable> => {
    const { kind, metadata } = await getObject(plane, args);
    const id = { group: '', kind, namespace: metadata.namespace ?? '', name: metadata.name };
    return recordedRemovable(id, { tree, uid: metadata.uid });
  };

  /** Runs the command with these records; says what it printed and which records it deleted, in order. */
  const run = async (given: string[], records: Record<string, Removable[]>) => {
    const events: string[] = [];
    const output = (text: string): void => void events.push(text);
    const command = {
      terminal: { stdout: { write: output }, stderr: { write: output }, environment: {} },
      program: { version: '0', commit: 'test' },
      kubeconfig: plane.kubeconfig,
      timeout: '2m',
      reports: [],
    };
    const status = await remove(given, { crds: false }, command, async () => ({
      trees: new Map(Object.entries(records)),
      shared: new Map(),
      reduce: async (tree, kept) =>
        void events.push(`${kept.size === 0 ? 'forgot' : `left ${kept.size} of`} ${tree}\n`),
    }));
    return { status, text: events.join('') };
  };

  const create = (object: object) => kubectl(plane, ['create', '-f', '-'], object);

  test('a tree whose package is gone is removed, its record last', async () => {
    const ns = 'recorded-gone';
    await create(namespace(ns));
    await create(configMap(ns, 'settings'));
    const objects = await Promise.all([
      recorded('gone', [`namespace/${ns}`]),
      recorded('gone', ['configmap/settings', '-n', ns]),
    ]);
    const { status, text } = await run(['gone'], { gone: objects });
    assert.equal(status, 0, text);
    const lasting = text.split('\n').filter((line) => !line.startsWith('waiting'));
    assert.deepEqual(
      lasting.map((line) => line.split(' (')[0]?.split(' in ')[0]),
      [
        'deleted    ConfigMap recorded-gone/settings',
        'deleted    Namespace recorded-gone',
        'forgot gone',
        '2 objects: 2 deleted',
        '',
      ],
    );
    assert.equal(await exists(plane, [`namespace/${ns}`]), false);
  });

  test('a record stays as long as something of its tree does', async () => {
    const ns = 'recorded-kept';
    await create(namespace(ns));
    await create(configMap(ns, 'mine'));
    const objects = [await recorded('kept', [`namespace/${ns}`])];
    const first = await run(['kept'], { kept: objects });
    assert.equal(first.status, 0, first.text);
    assert.match(first.text, /left 1 of kept/);
    await kubectl(plane, ['delete', 'configmap/mine', '-n', ns]);
    const second = await run(['kept'], { kept: objects });
    assert.match(second.text, /forgot kept/);
  });

  test('a tree goes with what an earlier release has left; what a user has put in its place stays', async (t) => {
    const directory = await temporaryDirectory(t);
    const ns = 'recorded-joined';
    await create(namespace(ns));
    await create(configMap(ns, 'replaced'));
    await create(configMap(ns, 'left-over'));
    const objects = await Promise.all([
      recorded('joined', ['configmap/replaced', '-n', ns]),
      recorded('joined', ['configmap/left-over', '-n', ns]),
    ]);
    await kubectl(plane, ['delete', 'configmap/replaced', '-n', ns]);
    await create(configMap(ns, 'replaced', { mine: 'yes' }));
    const tree = await writeTree(directory, 'joined', [namespace(ns), configMap(ns, 'replaced')]);
    const { status, text } = await run([tree], { joined: objects });
    assert.equal(status, 0, text);
    assert.match(text, /kept {7}ConfigMap recorded-joined\/replaced: it is not what was applied/);
    assert.match(text, /kept {7}Namespace recorded-joined: it holds ConfigMap .*\/replaced/);
    assert.equal(await exists(plane, ['configmap/left-over', '-n', ns]), false);
    assert.ok(await isUntouched(plane, ['configmap/replaced', '-n', ns]));
  });
});
