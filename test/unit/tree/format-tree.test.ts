import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { valueAt } from '../../../src/manifest/json.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { COMPILED_FILE } from '../../../src/tree/compiled-tree.ts';
import { formatTree } from '../../../src/tree/format-tree.ts';
import { readTree } from '../../../src/tree/read-tree.ts';
import type { Tree } from '../../../src/tree/read-tree.ts';
import { crd, object } from '../support/objects.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const DESCRIPTION = {
  name: 'lamp',
  version: '1',
  health: { workloads: [], conditions: [] },
  upgrade: { mayDrop: [], adopts: [] },
  requests: [],
  sources: [],
  incompatible: [],
};
const OBJECTS = [
  object('v1 Namespace ns'),
  object('v1 ConfigMap ns/a', { data: { yes: 'no', number: '0644', text: 'a\nb \n' } }),
  crd(),
];

/** All that is known of a tree. */
const summary = ({ objects, ...rest }: Tree): object => ({
  ...rest,
  objects: objects.map(({ file, line, manifest: { json, object: whole, ...known } }) => ({
    file,
    line,
    ...known,
    json: json().toString(),
    whole: whole(),
  })),
});

describe('formatTree', () => {
  it('writes a file an object, sorted, and a kustomization of them', () => {
    const files = formatTree(OBJECTS, DESCRIPTION);
    assert.deepEqual(
      [...files.keys()],
      [
        'kustomization.yaml',
        'configmap_a.yaml',
        'customresourcedefinition_lamps.example.com.yaml',
        'namespace_ns.yaml',
        'microshift-optional.json',
        COMPILED_FILE,
      ],
    );
    const [document] = parseYaml(files.get('kustomization.yaml') ?? '', 'k');
    assert.deepEqual(valueAt(document?.value, ['resources']), [...files.keys()].slice(1, 4));
  });

  it('writes what readTree reads, with and without the compiled tree', async (test) => {
    const directory = await temporaryDirectory(
      test,
      Object.fromEntries(formatTree(OBJECTS, DESCRIPTION)),
    );
    const compiled = await readTree(directory);
    await rm(path.join(directory, COMPILED_FILE));
    const parsed = await readTree(directory);
    assert.deepEqual(summary(parsed), summary(compiled));
    assert.equal(parsed.name, 'lamp');
    assert.deepEqual(
      new Set(parsed.objects.map(({ manifest }) => manifest.object())),
      new Set(OBJECTS),
    );
  });

  it('keeps numbers that a double cannot hold', async (test) => {
    const objects = [object('x.io/v1 Thing a', { max: 9223372036854775807n })];
    const files = formatTree(objects, DESCRIPTION);
    assert.ok(!files.has(COMPILED_FILE));
    const tree = await readTree(await temporaryDirectory(test, Object.fromEntries(files)));
    assert.deepEqual(tree.objects[0]?.manifest.object(), objects[0]);
  });

  it('writes the same for the same objects in another order', () => {
    const [one, two] = [OBJECTS, OBJECTS.toReversed()].map((each) => formatTree(each, DESCRIPTION));
    assert.deepEqual(one, two);
  });
});

const BROKEN = [
  '{"version":2,"digests":{},"objects":[]}',
  '{"version":2,"digests":{},\n"manifests":[\n\n]}\n',
  '{"version":1}',
];

describe('a compiled tree', () => {
  it('does not stand for files that were edited, removed or broken since', async (test) => {
    const files = Object.fromEntries(formatTree(OBJECTS, DESCRIPTION));
    const directory = await temporaryDirectory(test, files);
    const file = path.join(directory, 'configmap_a.yaml');
    await writeFile(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: edited}\n');
    assert.equal((await readTree(directory)).objects[0]?.manifest.outline.metadata.name, 'edited');
    await writeFile(file, 'a: [');
    assert.equal((await problemsOfAsync(() => readTree(directory)))[0]?.code, 'yaml-invalid');
    await rm(file);
    assert.match(
      (await problemsOfAsync(() => readTree(directory)))[0]?.message ?? '',
      /does not exist/,
    );
  });

  for (const text of ['', '{', '[]', ...BROKEN]) {
    it(`is not used where it is ${text || 'empty'}`, async (test) => {
      const files = {
        ...Object.fromEntries(formatTree(OBJECTS, DESCRIPTION)),
        [COMPILED_FILE]: text,
      };
      assert.equal((await readTree(await temporaryDirectory(test, files))).objects.length, 3);
    });
  }
});
