import assert from 'node:assert/strict';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { init } from '../../../src/commands/init.ts';
import { readComponent } from '../../../src/component/read-component.ts';
import { bundleFiles } from '../support/bundle.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: lamp}\n';

describe('init', () => {
  it('numbers a directory after its parent, and names itself after one with a number', async (t) => {
    const work = await temporaryDirectory(t, { 'lamp.yaml': MAP });
    const ref = path.join(work, 'lamp.yaml');
    for (const [out, directory] of [
      ['components/070-lamp', '070-lamp'],
      ['components/lamp', '010-microshift-lamp'],
    ] as const) {
      await init({ name: 'lamp', ref, out: path.join(work, out) });
      const { spec } = await readComponent(path.join(work, out));
      assert.equal(spec.directory, directory);
      assert.equal(spec.package, 'microshift-lamp');
    }
  });

  it('puts what leaves its namespace open into one, and brings that', async (t) => {
    const work = await temporaryDirectory(t, { 'lamp.yaml': MAP });
    const out = path.join(work, '010-lamp');
    const { problems } = await init({ name: 'lamp', ref: path.join(work, 'lamp.yaml'), out });
    assert.deepEqual(problems, []);
    assert.deepEqual((await readdir(out)).toSorted(), ['component.yaml', 'namespace.yaml']);
    const { sources, manifests, spec } = await readComponent(out);
    assert.equal(spec.namespace, 'lamp');
    assert.deepEqual(sources, [
      { name: 'lamp', kind: 'Manifests', ref: path.join(work, 'lamp.yaml'), namespace: 'lamp' },
    ]);
    assert.deepEqual(
      manifests.map(({ object }) => [object.kind, object.metadata.name]),
      [['Namespace', 'lamp']],
    );
  });

  it('brings no namespace where the source or MicroShift has it', async (t) => {
    const namespace = '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: house}\n';
    const work = await temporaryDirectory(t, {
      'own.yaml': MAP.replace('lamp}', 'lamp, namespace: house}') + namespace,
      'system.yaml': MAP.replace('lamp}', 'lamp, namespace: kube-system}'),
      ...prefixed('bundle/', bundleFiles()),
    });
    for (const [source, expected] of [
      ['own.yaml', 'house'],
      ['system.yaml', undefined],
      ['bundle', 'lamp'],
    ] as const) {
      const out = path.join(work, `010-${source.replace('.', '-')}`);
      await init({ name: 'lamp', ref: path.join(work, source), out });
      assert.deepEqual(await readdir(out), ['component.yaml'], source);
      assert.equal((await readComponent(out)).spec.namespace, expected, source);
    }
  });

  it('refuses names that a package or directory cannot have', async () => {
    for (const name of ['', 'Lamp', 'a_b', '../lamp', 'a'.repeat(50), 'a\nb']) {
      const [problem] = await problemsOfAsync(() => init({ name, ref: 'x', out: 'y' }));
      assert.equal(problem?.code, 'component-name', name);
    }
  });

  it('takes an empty directory, and no other', async (t) => {
    const work = await temporaryDirectory(t, { 'lamp.yaml': MAP, 'full/x': '', file: '' });
    await mkdir(path.join(work, 'empty'));
    const ref = path.join(work, 'lamp.yaml');
    for (const out of ['', path.join(work, 'full'), path.join(work, 'file')]) {
      const [problem] = await problemsOfAsync(() => init({ name: 'lamp', ref, out }));
      assert.equal(problem?.code, 'component-exists', out);
    }
    await init({ name: 'lamp', ref, out: path.join(work, 'empty') });
    assert.match(await readFile(path.join(work, 'empty/component.yaml'), 'utf8'), /name: lamp/);
    assert.deepEqual((await readdir(work)).toSorted(), ['empty', 'file', 'full', 'lamp.yaml']);
  });
});

function prefixed(prefix: string, files: Record<string, string | Buffer>) {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [prefix + name, text]));
}
