import assert from 'node:assert/strict';
import { cp, mkdir, symlink, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkReleaseFiles } from '../../src/release/release-directory.ts';
import { readLock } from '../../src/release/lock.ts';
import { GOLDEN, LANTERN, rebaseLantern } from './support/lantern.ts';
import { readFiles } from './support/read-files.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

describe('rebase of examples/lantern', () => {
  it('writes test/fixtures/golden/lantern (npm run update-golden)', async (test) => {
    const out = path.join(await temporaryDirectory(test), 'out');
    const { output } = await rebaseLantern(LANTERN, out);
    const [actual, expected] = [await readFiles(out), await readFiles(GOLDEN)];
    assert.deepEqual(Object.keys(actual), Object.keys(expected));
    for (const [file, text] of Object.entries(actual)) assert.equal(text, expected[file], file);
    assert.match(output, /microshift-lantern 1\.4\.2, 14 objects, 2 images/);
  });

  it('writes files that are what its lock says', async () => {
    await checkReleaseFiles(GOLDEN, await readLock(GOLDEN));
  });

  it('writes the same bytes from any place, at any time', async (test) => {
    const results: Record<string, string>[] = [];
    for (const place of ['a', 'some/where/else entirely']) {
      const directory = await temporaryDirectory(test);
      const example = path.join(directory, place);
      await mkdir(path.dirname(example), { recursive: true });
      await cp(LANTERN, example, { recursive: true });
      await utimes(path.join(example, 'component/component.yaml'), 1, results.length + 1);
      const out = path.join(directory, 'out');
      await rebaseLantern(example, out);
      results.push(await readFiles(out));
    }
    assert.deepEqual(results[0], results[1]);
    for (const text of Object.values(results[0] ?? {})) assert.ok(!text.includes(tmpdir()));
  });

  it('writes the same bytes from a link, and over an earlier release', async (test) => {
    const directory = await temporaryDirectory(test);
    await symlink(LANTERN, path.join(directory, 'link'));
    const out = path.join(directory, 'out');
    await rebaseLantern(LANTERN, out);
    const before = await readFiles(out);
    await rebaseLantern(path.join(directory, 'link'), out);
    assert.deepEqual(await readFiles(out), before);
  });
});
