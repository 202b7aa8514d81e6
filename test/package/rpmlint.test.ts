import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { rebaseLantern, runProgram } from './support/program.ts';
import { LINT_CONFIGURATION, assertLintFree, requireRpmTools } from './support/rpm.ts';

test('rpmlint finds nothing in the packages but what its configuration gives a reason for', async (t) => {
  await requireRpmTools();
  const release = path.join(await temporaryDirectory(t), 'release');
  await rebaseLantern(release);
  const built = await runProgram(['rpm', release]);
  assert.equal(built.status, 0, built.stderr);
  const directory = path.join(release, 'rpms');
  const files = (await readdir(directory)).map((name) => path.join(directory, name));
  assert.equal(files.length, 5);
  await assertLintFree(files);
});

test('each filter has its reason', async () => {
  const lines = (await readFile(LINT_CONFIGURATION, 'utf8')).split('\n');
  const isFilter = (line: string | undefined): boolean => /^\s+'/.test(line ?? '');
  assert.ok(lines.filter(isFilter).length > 5);
  // The first of those that share a reason stands below it.
  const unexplained = lines.filter(
    (line, index) =>
      isFilter(line) && !isFilter(lines[index - 1]) && !/^\s+#/.test(lines[index - 1] ?? ''),
  );
  assert.deepEqual(unexplained, []);
});
