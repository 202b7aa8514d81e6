import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { treesOrNames } from '../../../src/commands/trees-or-names.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('what is no directory may be a name that the cluster knows; a path may not', async (t) => {
  const root = await temporaryDirectory(t);
  const tree = path.join(root, 'lamps');
  await mkdir(tree);
  await writeFile(path.join(tree, 'kustomization.yaml'), 'resources: []\n');
  const given = [tree, 'nobody-has-this', 'lamps', 'nobody-has-this'];
  const { trees, names } = await treesOrNames(given);
  assert.deepEqual(
    trees.map(({ name }) => name),
    ['lamps'],
  );
  assert.deepEqual(names, ['nobody-has-this'], 'each once, and not what a directory is called');
  await assert.rejects(treesOrNames([path.join(root, 'missing')]), /tree-missing/);
});
