import assert from 'node:assert/strict';
import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { openRelease } from '../../src/release/open-release.ts';
import { readFiles } from '../unit/support/read-files.ts';
import { createUpgrade, disturbAll, isSame, withoutStaging } from './support/disturb.ts';
import type { Upgrade } from './support/disturb.ts';
import { runLamp } from './support/lamp.ts';

suite('a rebase that is killed at any of its changes', { concurrency: false }, () => {
  test('leaves the old release, or has the new one', async (t) => {
    const upgrade = await createUpgrade(t);
    const { before, after } = upgrade;
    const mixed: number[] = [];
    const seen = new Set<string>();
    await disturbAll(upgrade, { what: 'kill' }, 'old', async ({ out, args }, result, at) => {
      assert.equal(result.signal, 'SIGKILL', result.stderr);
      const killed = withoutStaging(await readFiles(out));
      const isMixed = !isSame(killed, before) && !isSame(killed, after);
      if (isMixed) {
        mixed.push(at);
        const one = path.join(upgrade.lamp.work, 'mixed');
        if (mixed.length === 1) await cp(out, one, { recursive: true });
      }
      // What every command does that reads a release.
      await openRelease(out);
      const recovered = withoutStaging(await readFiles(out));
      const version = isSame(recovered, after) ? 'new' : 'old';
      seen.add(version);
      assert.deepEqual(recovered, version === 'new' ? after : before, `after change ${at}`);
      if (!isMixed && at % 5 !== 0) return;
      const next = await runLamp(args);
      assert.equal(next.status, 0, next.stderr);
      assert.deepEqual(withoutStaging(await readFiles(out)), after, `the run after change ${at}`);
    });
    assert.deepEqual(seen, new Set(['old', 'new']));
    // Nothing else is done between the renames, so that a kill hardly ever comes there.
    mixed.sort((a, b) => a - b);
    assert.equal((mixed.at(-1) ?? 0) - (mixed[0] ?? 0) + 1, mixed.length, mixed.join());
    assert.ok(mixed.length > 3 && mixed.length < 15, mixed.join());
    await checkReaders(upgrade);
  });

  test('where there was no release, leaves none, or the whole one', async (t) => {
    const upgrade = await createUpgrade(t);
    await disturbAll(upgrade, { what: 'kill' }, 'new', async ({ out, args }, result, at) => {
      assert.equal(result.signal, 'SIGKILL', result.stderr);
      assert.ok(!(await namesBeside(out)).includes('out'), `after change ${at}`);
      if (at % 5 !== 0) return;
      const next = await runLamp(args);
      assert.equal(next.status, 0, next.stderr);
      assert.deepEqual(await namesBeside(out), ['out']);
    });
  });
});

/** That every command which reads a release puts the old one back first. */
async function checkReaders({ lamp, before }: Upgrade): Promise<void> {
  const readers: [name: string, args: string[], status: number][] = [
    ['verify', ['verify', 'OUT'], 0],
    ['images', ['images', 'OUT'], 0],
    ['check', [...lamp.args.slice(0, -1), 'OUT', '--check'], 6],
  ];
  for (const [name, args, status] of readers) {
    const out = path.join(lamp.work, name);
    await cp(path.join(lamp.work, 'mixed'), out, { recursive: true });
    const result = await runLamp(args.map((argument) => (argument === 'OUT' ? out : argument)));
    assert.equal(result.status, status, result.stderr);
    assert.deepEqual(await readFiles(out), before, name);
  }
}

async function namesBeside(out: string): Promise<string[]> {
  return readdir(path.dirname(out)).catch(() => []);
}
