import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { rebaseLantern, runProgram } from './support/program.ts';
import { requireRpmTools } from './support/rpm.ts';

const CONFIGURATION = path.resolve(import.meta.dirname, '../../rpm/rpmlint.toml');

test('rpmlint finds nothing in the packages but what its configuration gives a reason for', async (t) => {
  await requireRpmTools();
  const release = path.join(await temporaryDirectory(t), 'release');
  await rebaseLantern(release);
  const built = await runProgram(['rpm', release]);
  assert.equal(built.status, 0, built.stderr);
  const directory = path.join(release, 'rpms');
  const files = (await readdir(directory)).map((name) => path.join(directory, name));
  assert.equal(files.length, 5);
  const result = await execa('rpmlint', ['--config', CONFIGURATION, ...files], {
    reject: false,
    all: true,
  });
  assert.notEqual(result.code, 'ENOENT', 'this test needs rpmlint: apt-get install rpmlint');
  assert.match(result.all, /5 packages and 0 specfiles checked; 0 errors, 0 warnings/);
});

test('each filter has its reason', async () => {
  const lines = (await readFile(CONFIGURATION, 'utf8')).split('\n');
  const isFilter = (line: string | undefined): boolean => /^\s+'/.test(line ?? '');
  assert.ok(lines.filter(isFilter).length > 5);
  // The first of those that share a reason stands below it.
  const unexplained = lines.filter(
    (line, index) =>
      isFilter(line) && !isFilter(lines[index - 1]) && !/^\s+#/.test(lines[index - 1] ?? ''),
  );
  assert.deepEqual(unexplained, []);
});
