import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { findTree } from '../../../src/tree/find-tree.ts';
import { formatDescription } from '../../../src/tree/tree-description.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('a name stands for the installed component that is called so', async (t) => {
  const root = await temporaryDirectory(t);
  const directory = path.join(root, '000-microshift-lantern');
  await mkdir(directory);
  await mkdir(path.join(root, '100-without-description'));
  await writeFile(
    path.join(directory, 'microshift-optional.json'),
    formatDescription({
      name: 'lantern',
      version: '1.0.0',
      health: { workloads: [], conditions: [] },
      upgrade: { mayDrop: [], adopts: [] },
      requests: [],
      sources: [],
      incompatible: [],
    }),
  );
  const roots = [path.join(root, 'missing'), root];
  assert.equal(await findTree('lantern', roots), directory);
  assert.equal(await findTree('other', roots), 'other');
  // Paths are taken as they are, also where a component has the name of their last part.
  assert.equal(await findTree('./lantern', roots), './lantern');
  assert.equal(await findTree(directory, roots), directory);
});
