import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { rebaseLantern, runProgram } from './support/program.ts';
import { filesOf, requireRpmTools, tags } from './support/rpm.ts';

suite('building twice', () => {
  test('gives the same bytes, wherever, whenever and by whomever it is done', async (t) => {
    await requireRpmTools();
    const work = await temporaryDirectory(t);
    const first = path.join(work, 'first');
    const second = path.join(work, 'elsewhere/second');
    await rebaseLantern(first);
    const one = await runProgram(['rpm', first]);
    assert.equal(one.status, 0, one.stderr);

    await setTimeout(1100);
    await rebaseLantern(second);
    const kustomization = path.join(
      second,
      'manifests.d/010-microshift-lantern/kustomization.yaml',
    );
    await chmod(kustomization, 0o600);
    await utimes(kustomization, 1_000_000_000, 1_000_000_000);
    const home = path.join(work, 'home');
    const temporary = path.join(work, 'temporary');
    await mkdir(home);
    await mkdir(temporary);
    await writeFile(
      path.join(home, '.rpmmacros'),
      `%_topdir ${work}/stolen\n%_rpmdir ${work}/stolen\n%vendor Somebody\n%_binary_payload w1.gzdio\n`,
    );
    const env = { HOME: home, TMPDIR: temporary, LC_ALL: 'C', SOURCE_DATE_EPOCH: '1234567890' };
    const two = await runProgram(['rpm', second], { env });
    assert.equal(two.status, 0, two.stderr);
    assert.deepEqual(await readdir(temporary), [], 'nothing is left behind');
    assert.ok(!(await readdir(work)).includes('stolen'));

    const names = await readdir(path.join(first, 'rpms'));
    assert.deepEqual(await readdir(path.join(second, 'rpms')), names);
    assert.equal(names.length, 5);
    for (const name of names) {
      const [a, b] = [path.join(first, 'rpms', name), path.join(second, 'rpms', name)];
      assert.deepEqual(await filesOf(b), await filesOf(a));
      const digests = '%{PAYLOADDIGEST} %{BUILDTIME} %{BUILDHOST}';
      assert.equal(await tags(b, digests), await tags(a, digests), name);
      // The header of a source package holds the script with the paths of its build.
      if (name.endsWith('.src.rpm')) continue;
      assert.deepEqual(await readFile(b), await readFile(a), name);
    }
  });
});
