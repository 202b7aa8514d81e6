import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { execa } from 'execa';
import { PROGRAM } from './support/program.ts';

it('a build that changes nothing writes nothing, so that who may only read can build', async () => {
  const build = async () => {
    await execa(process.execPath, [path.resolve('scripts/build.ts')]);
    const { ino, mtimeMs } = await stat(PROGRAM);
    return { ino, mtimeMs };
  };
  assert.deepEqual(await build(), await build());
});
