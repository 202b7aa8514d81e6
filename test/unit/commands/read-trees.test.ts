import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readTrees } from '../../../src/commands/read-trees.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('two trees of one name would share an inventory, and are refused', async (t) => {
  const root = await temporaryDirectory(t);
  for (const parent of ['a', 'b']) {
    const directory = path.join(root, parent, 'same');
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'kustomization.yaml'), 'resources: []\n');
  }
  const [first = '', second = ''] = ['a', 'b'].map((parent) => path.join(root, parent, 'same'));
  assert.deepEqual(
    (await readTrees([first])).map(({ name }) => name),
    ['same'],
  );
  await assert.rejects(readTrees([first, second]), /is called same, as is .*tree-name-twice/);
});
