import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KubernetesObject } from '../../../src/manifest/object.ts';
import { COMPILED_FILE, readCompiled } from '../../../src/tree/compiled-tree.ts';
import { formatTree, ofArchitecture } from '../../../src/tree/format-tree.ts';
import type { Variant } from '../../../src/tree/format-tree.ts';
import { deployment, object } from '../support/objects.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { applyJsonPatches } from './support/apply-json-patches.ts';

const DESCRIPTION = {
  name: 'lamp',
  version: '1',
  health: { workloads: [], conditions: [] },
  upgrade: { mayDrop: [], adopts: [] },
  requests: [],
  sources: [],
  incompatible: [],
};
const lampOf = (image: string): KubernetesObject =>
  deployment('ns/lamp', [{ name: 'lamp', image }]);
const OBJECTS = [object('v1 Namespace ns'), lampOf('r.io/lamp:1')];
const OWN: Variant = (each) => (each === OBJECTS[1] ? lampOf('r.io/own:1') : each);
const SAME: Variant = (each) => each;

const files = (x86_64: Variant, aarch64: Variant, objects = OBJECTS): Map<string, string> =>
  formatTree(
    objects,
    DESCRIPTION,
    new Map([
      ['x86_64', x86_64],
      ['aarch64', aarch64],
    ]),
  );

describe('formatTree with variants', () => {
  it('has no files for architectures on which nothing differs', () => {
    assert.deepEqual(files(SAME, SAME), formatTree(OBJECTS, DESCRIPTION));
    const copies: Variant = (each) => structuredClone(each);
    assert.deepEqual(files(copies, copies), formatTree(OBJECTS, DESCRIPTION));
  });

  it('has a kustomization and a compiled tree of the one on which something differs', () => {
    const plain = formatTree(OBJECTS, DESCRIPTION);
    const both = files(SAME, OWN);
    const more = [...both.keys()].filter((file) => !plain.has(file));
    assert.deepEqual(more, ['kustomization.aarch64.yaml', 'microshift-optional.plan.aarch64.json']);
    for (const [file, text] of plain) assert.equal(both.get(file), text, file);
  });

  it('has a compiled tree that belongs to the appended kustomization', async (test) => {
    const tree = files(OWN, SAME);
    const patches = tree.get('kustomization.x86_64.yaml') ?? '';
    const installed = new Map(tree)
      .set('kustomization.yaml', `${tree.get('kustomization.yaml')}${patches}`)
      .set(COMPILED_FILE, tree.get(ofArchitecture(COMPILED_FILE, 'x86_64')) ?? '');
    const compiled = readCompiled(await temporaryDirectory(test, Object.fromEntries(installed)));
    const expected = [lampOf('r.io/own:1'), OBJECTS[0]];
    assert.deepEqual(
      compiled?.objects.map(({ manifest }) => manifest.object()),
      expected,
    );
    assert.deepEqual(applyJsonPatches([OBJECTS[1]!, OBJECTS[0]!], patches), expected);

    const mixed = new Map(installed).set(
      'kustomization.yaml',
      tree.get('kustomization.yaml') ?? '',
    );
    const other = await temporaryDirectory(test, Object.fromEntries(mixed));
    assert.equal(readCompiled(other), undefined, 'not to the plain one');
  });

  it('has a kustomization alone where JSON cannot hold the objects', () => {
    const objects = [...OBJECTS, object('example.com/v1 Lamp ns/a', { max: 9223372036854775807n })];
    const names = [...files(OWN, SAME, objects).keys()];
    assert.ok(names.includes('kustomization.x86_64.yaml'));
    assert.ok(!names.some((name) => name.endsWith('.plan.x86_64.json')));
  });
});

describe('ofArchitecture', () => {
  it('puts the architecture before the last ending', () => {
    assert.equal(ofArchitecture('kustomization.yaml', 'x86_64'), 'kustomization.x86_64.yaml');
    assert.equal(ofArchitecture('a.b.json', '*'), 'a.b.*.json');
  });
});
