import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createStaging, stagingDirectories } from '../../../src/release/staging.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { replaceRelease } from './support/replace-release.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const PREFIX = '.rebase-';

/** A directory in which another process, still running, has begun to write; and one that has ended. */
async function withOthers(test: TestContext): Promise<{ directory: string; running: string }> {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
  test.after(() => child.kill());
  const ended = spawn(process.execPath, ['--eval', '']);
  await once(ended, 'exit');
  const directory = await temporaryDirectory(test);
  const running = path.join(directory, `${PREFIX}${child.pid}-abc`);
  await mkdir(running);
  await mkdir(path.join(directory, `${PREFIX}${ended.pid}-abc`));
  await mkdir(path.join(directory, `${PREFIX}${process.pid}-abc`));
  return { directory, running };
}

describe('stagingDirectories', () => {
  it('tells those of running processes from what is left of others', async (test) => {
    const { directory, running } = await withOthers(test);
    const found = await stagingDirectories(directory, PREFIX);
    assert.deepEqual(found.running, [running]);
    assert.equal(found.leftovers.length, 2);
  });
});

describe('createStaging', () => {
  it('is refused beside a running process, and leaves nothing', async (test) => {
    const { directory, running } = await withOthers(test);
    const before = await readdir(directory);
    const [problem] = await problemsOfAsync(() => createStaging(directory, PREFIX));
    assert.equal(problem?.code, 'output-busy');
    assert.ok(problem.hint.includes(running));
    assert.deepEqual(await readdir(directory), before);
  });
});

describe('writeRelease', () => {
  it('leaves a directory alone that a running process writes to', async (test) => {
    const { directory } = await withOthers(test);
    const before = await readdir(directory);
    const files = new Map([['component.lock.yaml', 'x']]);
    const [problem] = await problemsOfAsync(() => replaceRelease(directory, files));
    assert.equal(problem?.code, 'output-busy');
    assert.deepEqual(await readdir(directory), before);
  });
});
