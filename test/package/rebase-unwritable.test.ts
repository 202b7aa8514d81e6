import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { execa } from 'execa';
import { readFiles } from '../unit/support/read-files.ts';
import { createUpgrade, disturbAll, isSame, withoutStaging } from './support/disturb.ts';
import type { Fault } from './support/inject-fault.ts';
import { lampIn, runLamp } from './support/lamp.ts';

const isRoot = process.getuid?.() === 0;
/** A user who may write nowhere that root made. */
const NOBODY = 65_534;
const asNobody = isRoot ? { uid: NOBODY } : {};

/** Why a test that needs such a user cannot run; undefined where it can. */
async function whyNotAsNobody(): Promise<string | undefined> {
  const { status, stderr } = await runLamp(['--version'], asNobody);
  return status === 0 ? undefined : `another user than root cannot run the program here: ${stderr}`;
}

suite('a rebase that cannot write', { concurrency: false }, () => {
  const faults: [what: string, fault: Omit<Fault, 'root' | 'at'>, hint: RegExp][] = [
    ['from some change on, on a full disk,', { what: 'ENOSPC', stays: true }, /free space on/],
    ['at some change', { what: 'EACCES' }, /check the permissions/],
  ];
  for (const [what, fault, hint] of faults) {
    test(`${what} leaves the old release and nothing else`, async (t) => {
      const upgrade = await createUpgrade(t);
      await disturbAll(upgrade, fault, 'old', async ({ out }, result, at) => {
        assert.equal(result.status, 2, result.stderr);
        assert.match(result.stderr, hint);
        assert.match(result.stderr, new RegExp(`${fault.what}.*\\[system-error\\]`));
        const left = await readFiles(out);
        // What fails after the lock was renamed is the clearing away.
        if (at > 20 && isSame(withoutStaging(left), upgrade.after)) return;
        assert.deepEqual(left, upgrade.before, `after change ${at}`);
      });
    });
  }

  test('from some change on leaves no directory where there was none', async (t) => {
    const upgrade = await createUpgrade(t);
    const fault = { what: 'ENOSPC', stays: true };
    await disturbAll(upgrade, fault, 'new', async ({ out }, result, at) => {
      assert.equal(result.status, 2, result.stderr);
      const left = await readdir(path.dirname(out)).catch(() => []);
      assert.deepEqual(left, [], `after change ${at}`);
    });
  });

  test('to a directory of somebody else leaves it as it is', async (t) => {
    const why = await whyNotAsNobody();
    if (why !== undefined) return t.skip(why);
    const { lamp, before } = await createUpgrade(t);
    await chmod(lamp.work, 0o755);
    await chmod(lamp.out, 0o555);
    const result = await runLamp(lamp.args, asNobody);
    await chmod(lamp.out, 0o755);
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /EACCES.*\n {2}hint: check the permissions/);
    assert.deepEqual(await readFiles(lamp.out), before);
  });

  test('a directory in which a run was killed says so, and does not show a mixture', async (t) => {
    const why = await whyNotAsNobody();
    if (why !== undefined) return t.skip(why);
    const { lamp } = await createUpgrade(t);
    const staging = path.join(lamp.out, '.rebase-killed');
    await cp(path.join(lamp.out, 'component.lock.yaml'), `${staging}/new/component.lock.yaml`);
    await mkdir(`${staging}/old`);
    await chmod(lamp.work, 0o755);
    for (const directory of [lamp.out, staging, `${staging}/new`]) await chmod(directory, 0o555);
    const result = await runLamp(['images', lamp.out], asNobody);
    for (const directory of [lamp.out, staging, `${staging}/new`]) await chmod(directory, 0o755);
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, /cannot be put back: EACCES.*\[release-interrupted\]/);
  });

  const needsMount = { skip: isRoot ? false : 'only root can mount a file system to fill it' };
  test('more to a real disk that is full leaves the old release', needsMount, async (t) => {
    const { lamp, before } = await createUpgrade(t);
    const disk = path.join(lamp.work, 'disk');
    await mkdir(disk);
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    try {
      const { out, args } = lampIn(lamp.work, path.join(disk, 'out'));
      await cp(lamp.out, out, { recursive: true });
      await execa('dd', ['if=/dev/zero', `of=${disk}/filler`, 'bs=4096'], { reject: false });
      const full = await runLamp(args);
      assert.equal(full.status, 2, full.stderr);
      assert.match(full.stderr, /ENOSPC.*\n {2}hint: free space on this file system/);
      assert.deepEqual(await readFiles(out), before);

      await execa('mount', ['-o', 'remount,ro', disk]);
      const readOnly = await runLamp(args);
      assert.equal(readOnly.status, 2, readOnly.stderr);
      assert.match(readOnly.stderr, /EROFS.*\n {2}hint: write to another place/);
      assert.deepEqual(await readFiles(out), before);
    } finally {
      await execa('umount', [disk]);
    }
  });
});
