import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { rebaseLantern, runProgram } from './support/program.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LANTERN = path.join(ROOT, 'examples/lantern');
const ROUNDS = 3;

/** Runs that would each write something else. */
function rebaseAtOnce(out: string, round: number) {
  return Promise.all(
    ['a', 'b', 'c', 'd'].map((name) =>
      runProgram([
        'rebase',
        path.join(LANTERN, 'component'),
        `--source=operator=${LANTERN}/upstream/bundle`,
        `--source=api=${LANTERN}/upstream/crds`,
        `--image=manager=registry.example.com/${name}:${round}`,
        '--no-resolve',
        `--out=${out}`,
      ]),
    ),
  );
}

suite('rebases into one directory at once', () => {
  for (const [what, prepare] of [
    ['that holds a release', rebaseLantern],
    ['that is not there', () => Promise.resolve()],
  ] as const) {
    test(`${what} end well or leave it to another`, async (t) => {
      const parent = await temporaryDirectory(t);
      const out = path.join(parent, 'out');
      await prepare(out);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const results = await rebaseAtOnce(out, round);
        for (const { status, stderr } of results) {
          if (status !== 0) assert.match(stderr, /\[output-busy\]/, `round ${round}`);
        }
        const { status, stdout } = await runProgram(['verify', out]);
        if (results.some((result) => result.status === 0)) assert.equal(status, 0, stdout);
      }
      const left = [...(await readdir(parent)), ...(await readdir(out))];
      assert.deepEqual(
        left.filter((name) => name.includes('.rebase-')),
        [],
      );
    });
  }
});
