import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { reapplied } from '../../../src/commands/reapplied.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

test('warns of a tree that lies where MicroShift looks, also by another path', async (t) => {
  const root = await temporaryDirectory(t);
  const installed = path.join(root, 'manifests.d');
  const tree = path.join(installed, '000-lamps');
  const elsewhere = path.join(root, 'manifests.d-not', 'lamps');
  const link = path.join(root, 'link');
  await mkdir(tree, { recursive: true });
  await mkdir(elsewhere, { recursive: true });
  await symlink(tree, link);
  const warned = await reapplied([tree, elsewhere, link], [installed]);
  assert.deepEqual(
    warned.map((line) => line.split(' ')[2]),
    [tree, link],
  );
  assert.match(warned[0] ?? '', /again when it starts next: uninstall its package/);
});
