import assert from 'node:assert/strict';
import { cp, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { readLock } from '../../src/release/lock.ts';
import { sourceDigest } from '../../src/source/source-files.ts';
import { readFiles } from '../unit/support/read-files.ts';
import type { SourceChange } from './support/change-source.ts';
import { createUpgrade } from './support/disturb.ts';
import type { Texts } from './support/disturb.ts';
import { SOURCE, SOURCE_FILE, lampIn, runLamp, sourceText } from './support/lamp.ts';

const LATER = ['shade', 'later', 'dimmer'] as const;
const MORE = '---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: more, namespace: lamp}\n';
/** What the source may have been when it was read, by an object that only then is in the tree. */
const TEXTS: Record<string, string> = {
  socket: sourceText(SOURCE.new),
  dimmer: sourceText(LATER),
  more: sourceText(SOURCE.new) + MORE,
};

suite('a rebase whose source changes meanwhile', { concurrency: false }, () => {
  const changes: [what: string, change: SourceChangeOf][] = [
    ['is replaced', { replaceBy: sourceText(LATER) }],
    ['grows', { append: MORE }],
    ['breaks', { replaceBy: 'metadata: [' }],
    ['disappears', { remove: true }],
  ];
  for (const [what, change] of changes) {
    test(`because it ${what} takes what it read, or says why not`, async (t) => {
      const { lamp, before } = await createUpgrade(t);
      const seen = new Set<string>();
      let at = 0;
      // Until it is through before the change would come.
      for (let isThrough = false; !isThrough;) {
        at += 1;
        const work = path.join(lamp.work, `changed-${at}`);
        await cp(lamp.source, path.join(work, 'source'), { recursive: true });
        await cp(path.join(lamp.work, 'component'), path.join(work, 'component'), {
          recursive: true,
        });
        await cp(lamp.out, path.join(work, 'out'), { recursive: true });
        const { out, source, args } = lampIn(work, path.join(work, 'out'));
        const file = path.join(source, SOURCE_FILE);
        const result = await runLamp(args, { change: { root: source, file, at, ...change } });
        seen.add(await outcome(out, before, result));
        isThrough = (await readFile(file, 'utf8').catch(() => '')) === sourceText(SOURCE.new);
      }
      assert.ok(at > 3, `the source was read ${at} times`);
      assert.ok(seen.has('socket'), 'what comes after the reading is not seen');
      assert.ok(seen.size > 1, 'what comes before the reading is seen');
    });
  }
});

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type SourceChangeOf = DistributiveOmit<SourceChange, 'root' | 'file' | 'at'>;

/** The object that tells which source was converted, after checking the lock against it; or `refused`. */
async function outcome(
  out: string,
  before: Texts,
  { status, stderr }: { status: number | undefined; stderr: string },
): Promise<string> {
  if (status === 2) {
    assert.match(stderr, /^error: .*\n {2}hint: /);
    assert.deepEqual(await readFiles(out), before);
    return 'refused';
  }
  assert.equal(status, 0, stderr);
  const lock = await readLock(out);
  const tree = await readdir(path.join(out, 'manifests.d', lock.directory));
  const object = ['more', 'dimmer', 'socket'].find((name) =>
    tree.includes(`configmap_${name}.yaml`),
  );
  assert.ok(object !== undefined);
  const bytes = Buffer.from(TEXTS[object] ?? '');
  const digest = sourceDigest({ ref: '', files: [{ path: SOURCE_FILE, bytes }] });
  assert.equal(lock.sources[0]?.digest, digest, `the digest of what has ${object}`);
  return object;
}
