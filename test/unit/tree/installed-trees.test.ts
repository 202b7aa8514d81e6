import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { findInstalledTrees } from '../../../src/tree/installed-trees.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('what is installed: components of this program, and whatever users want applied', async (t) => {
  const root = await temporaryDirectory(t);
  const roots = { packages: path.join(root, 'usr'), users: path.join(root, 'etc') };
  const files = [
    'usr/010-b/kustomization.yaml',
    'usr/010-b/microshift-optional.json',
    'usr/000-a/microshift-optional.json',
    // MicroShift applies it by itself.
    'usr/001-theirs/kustomization.yaml',
    'etc/app/kustomization.yml',
    'etc/other/Kustomization',
    'etc/delete/app/kustomization.yaml',
    'etc/notes.txt',
  ];
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
  assert.deepEqual(await findInstalledTrees(roots), {
    components: [path.join(root, 'usr/000-a'), path.join(root, 'usr/010-b')],
    users: [path.join(root, 'etc/app'), path.join(root, 'etc/other')],
  });
});

test('of a directory that is not there, nothing is installed', async (t) => {
  const root = await temporaryDirectory(t);
  const roots = { packages: path.join(root, 'usr'), users: path.join(root, 'file') };
  await writeFile(roots.users, '');
  assert.deepEqual(await findInstalledTrees(roots), { components: [], users: [] });
});
