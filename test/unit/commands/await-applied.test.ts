import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { awaitApplied } from '../../../src/commands/await-applied.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const LAMP = { name: 'lamp', directory: '/usr/lib/lamp' };
const SHOP = { name: 'shop', directory: '/etc/shop' };

function report(statuses: { lamp: number; shop: number }): string {
  const problem = { code: 'apply-refused', message: 'no', hint: 'yes', at: { object: 'Lamp a' } };
  return JSON.stringify({
    apiVersion: 'report.optional.microshift.io/v1alpha1',
    kind: 'ApplyReport',
    exitStatus: Math.max(statuses.lamp, statuses.shop),
    trees: [
      { ...LAMP, exitStatus: statuses.lamp },
      { ...SHOP, exitStatus: statuses.shop },
    ],
    problems: [problem],
    objects: [],
  });
}

describe('awaitApplied', () => {
  it('waits for the report, and through runs that did not end well', async (t) => {
    const file = path.join(await temporaryDirectory(t), 'report.json');
    const told: string[] = [];
    const next = [report({ lamp: 4, shop: 0 }), report({ lamp: 0, shop: 0 })];
    const problems = await awaitApplied(
      file,
      [LAMP, SHOP],
      new AbortController().signal,
      (text) => {
        told.push(text);
        const content = next.shift();
        if (content !== undefined) {
          void writeFile(`${file}.new`, content).then(() => rename(`${file}.new`, file));
        }
      },
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(told, [
      'lamp (there is no report of it), shop (there is no report of it)',
      'lamp (it ended with exit status 4)',
    ]);
  });

  it('ends at once where a tree failed for good, with its problems', async (t) => {
    const file = path.join(await temporaryDirectory(t), 'report.json');
    await writeFile(file, report({ lamp: 4, shop: 3 }));
    const problems = await awaitApplied(file, [LAMP, SHOP], new AbortController().signal, () => {});
    assert.deepEqual(
      problems.map(({ code, message, at }) => [code, message, at]),
      [
        [
          'apply-failed',
          'shop: apply has failed for good: it ended with exit status 3',
          { file: '/etc/shop' },
        ],
        ['apply-refused', 'no', { object: 'Lamp a' }],
      ],
    );
  });

  it('says why it is not through when the deadline passes', async (t) => {
    const file = path.join(await temporaryDirectory(t), 'report.json');
    await writeFile(file, '{');
    const deadline = new AbortController();
    const problems = await awaitApplied(file, [LAMP], deadline.signal, () => deadline.abort());
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message]),
      [['apply-unfinished', 'lamp: apply has not finished: there is no report of it']],
    );
  });
});
