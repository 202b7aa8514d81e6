import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { withPrivateDirectory } from '../../../src/source/private-directory.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const MODULE = path.resolve(import.meta.dirname, '../../../src/source/private-directory.ts');

describe('withPrivateDirectory', () => {
  it('lends a directory of the user alone, and removes it with everything in it', async (test) => {
    const root = await temporaryDirectory(test);
    const result = await withPrivateDirectory(path.join(root, 'lent-'), async (directory) => {
      assert.equal(path.dirname(directory), root);
      assert.equal((await stat(directory)).mode & 0o777, 0o700);
      await writeFile(path.join(directory, 'file'), '');
      return 'result';
    });
    assert.equal(result, 'result');
    assert.deepEqual(await readdir(root), []);
  });

  it('removes it after a failure too, and leaves no listener behind', async (test) => {
    const root = await temporaryDirectory(test);
    const before = process.listenerCount('SIGTERM');
    const failure = new Error('failed');
    await assert.rejects(
      withPrivateDirectory(path.join(root, 'lent-'), async () => {
        throw failure;
      }),
      failure,
    );
    assert.deepEqual(await readdir(root), []);
    assert.equal(process.listenerCount('SIGTERM'), before);
  });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    it(`removes it when ${signal} ends the process, after the work has stopped`, async (test) => {
      const root = await temporaryDirectory(test);
      // It goes on writing until it is told to stop.
      const program = `
        import { writeFileSync } from 'node:fs';
        import { withPrivateDirectory } from ${JSON.stringify(MODULE)};
        await withPrivateDirectory(${JSON.stringify(path.join(root, 'lent-'))}, async (directory, signal) => {
          for (let i = 0; !signal.aborted; i += 1) {
            writeFileSync(directory + '/' + i % 100, '');
            if (i === 0) console.log('ready');
            await new Promise((resolve) => setImmediate(resolve));
          }
          signal.throwIfAborted();
        });`;
      const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      child.kill(signal);
      const [status, ended] = await once(child, 'exit');
      assert.deepEqual([status, ended], [null, signal]);
      assert.deepEqual(await readdir(root), []);
    });
  }
});
