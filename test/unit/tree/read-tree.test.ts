import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { displayObject } from '../../../src/manifest/display.ts';
import { objectId } from '../../../src/manifest/object.ts';
import { readTree } from '../../../src/tree/read-tree.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';

const map = (...names: string[]): string =>
  names.map((name) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`).join('---\n');
const kustomization = (...resources: string[]): string => JSON.stringify({ resources });
const shownObjects = async (directory: string): Promise<string[]> =>
  (await readTree(directory)).objects.map(({ manifest }) =>
    displayObject(objectId(manifest.outline)),
  );

describe('readTree', () => {
  const cases: [what: string, files: Files, names: string[]][] = [
    [
      'the files of a kustomization, in its order',
      {
        'kustomization.yaml': kustomization('b.yaml', './a.yaml'),
        'a.yaml': map('a'),
        'b.yaml': map('b', 'c'),
        'd.yaml': 'not: [read',
      },
      ['b', 'c', 'a'],
    ],
    [
      'kustomization.yml',
      { 'kustomization.yml': kustomization('a.yaml'), 'a.yaml': map('a') },
      ['a'],
    ],
    ['Kustomization', { Kustomization: kustomization('a.yaml'), 'a.yaml': map('a') }, ['a']],
    [
      'directories in directories',
      {
        'kustomization.yaml': kustomization('x', 'a.yaml'),
        'a.yaml': map('a'),
        'x/kustomization.yaml': kustomization('y/', 'b.yaml'),
        'x/b.yaml': map('b'),
        'x/y/kustomization.yaml': kustomization('c.yaml'),
        'x/y/c.yaml': map('c'),
      },
      ['c', 'b', 'a'],
    ],
    ['nothing', { 'kustomization.yaml': kustomization() }, []],
  ];
  for (const [what, files, names] of cases) {
    it(`reads ${what}`, async (test) => {
      const directory = await temporaryDirectory(test, files);
      assert.deepEqual(
        await shownObjects(directory),
        names.map((name) => `ConfigMap ${name}`),
      );
    });
  }

  it('reads a directory beside the tree, as kustomize does', async (test) => {
    const directory = await temporaryDirectory(test, {
      'tree/kustomization.yaml': kustomization('../base'),
      'base/kustomization.yaml': kustomization('a.yaml'),
      'base/a.yaml': map('a'),
    });
    assert.deepEqual(await shownObjects(path.join(directory, 'tree')), ['ConfigMap a']);
  });

  it('knows file and line of each object', async (test) => {
    const files = { 'kustomization.yaml': kustomization('a.yaml'), 'a.yaml': map('a', 'b') };
    const directory = await temporaryDirectory(test, files);
    const { objects } = await readTree(directory);
    assert.deepEqual(
      objects.map(({ file, line }) => [file, line]),
      [
        [path.join(directory, 'a.yaml'), 1],
        [path.join(directory, 'a.yaml'), 5],
      ],
    );
  });

  const requests = [{ name: 'lamp', cpu: 2, memory: 3 }];
  const described = { apiVersion: 'optional.microshift.io/v1alpha1', kind: 'Tree', name: 'lamp' };
  const requested: [what: string, files: Files, requests: unknown[]][] = [
    [
      'what its workloads do',
      {},
      [{ name: 'Deployment shop/shop', cpu: 0.3, memory: 3 * 2 ** 20 }],
    ],
    [
      'what its description says',
      { 'microshift-optional.json': JSON.stringify({ ...described, requests }) },
      requests,
    ],
    [
      'what its workloads do where its description is silent',
      { 'microshift-optional.json': JSON.stringify(described) },
      [{ name: 'Deployment shop/shop', cpu: 0.3, memory: 3 * 2 ** 20 }],
    ],
  ];
  for (const [what, files, expected] of requested) {
    it(`requests ${what}`, async (test) => {
      const containers = [
        { name: 'a', image: 'a', resources: { requests: { cpu: '100m', memory: '1Mi' } } },
      ];
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'shop', namespace: 'shop' },
        spec: { replicas: 3, template: { spec: { containers } } },
      };
      const directory = await temporaryDirectory(test, {
        'kustomization.yaml': kustomization('a.yaml'),
        'a.yaml': JSON.stringify(deployment),
        ...files,
      });
      const tree = await readTree(directory);
      assert.deepEqual(
        tree.requests.map((each) => ({ ...each, cpu: Number(each.cpu.toFixed(9)) })),
        expected,
      );
    });
  }

  it('is called what its description says', async (test) => {
    const directory = await temporaryDirectory(test, {
      'kustomization.yaml': kustomization(),
      'microshift-optional.json':
        '{"apiVersion":"optional.microshift.io/v1alpha1","kind":"Tree","name":"lamp","version":"1"}',
    });
    const { name, version } = await readTree(directory);
    assert.deepEqual([name, version], ['lamp', '1']);
  });

  it('is called as its directory without one, whatever the path', async (test) => {
    const directory = await temporaryDirectory(test, {
      '010-lamp/kustomization.yaml': kustomization(),
    });
    await symlink('010-lamp', path.join(directory, 'link'));
    for (const tree of ['010-lamp', '010-lamp/', '010-lamp/../010-lamp', 'link']) {
      assert.equal((await readTree(`${directory}/${tree}`)).name, '010-lamp');
    }
  });
});
