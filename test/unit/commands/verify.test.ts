import assert from 'node:assert/strict';
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { verify } from '../../../src/commands/verify.ts';
import { GOLDEN } from '../support/lantern.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('verify', () => {
  it('ends 0 with notes, and shows them', async () => {
    const { text, status } = await verify(GOLDEN, { requireDigests: false });
    assert.equal(status, 0);
    const lines = text.split('\n');
    assert.match(
      lines[0] ?? '',
      /^note: .*: the image .* has a tag and no digest.* \[image-tag\]$/,
    );
    assert.match(lines[1] ?? '', /^ {2}hint: .*--image manager=/);
    assert.deepEqual(lines.slice(2), [
      `${GOLDEN}: microshift-lantern 1.4.2, 14 objects: no errors, 1 note`,
      '',
    ]);
  });

  it('ends 2 with errors, and shows them', async (test) => {
    const directory = path.join(await temporaryDirectory(test), 'out');
    await cp(GOLDEN, directory, { recursive: true });
    await rm(path.join(directory, 'rebase-report.md'));
    const { text, status } = await verify(directory, { requireDigests: true });
    assert.equal(status, 2);
    assert.match(text, /^error: .*rebase-report.md: cannot be read \[release-changed\]$/m);
    assert.match(text, /^error: .*\[image-tag\]$/m);
    assert.match(text, /: 2 errors, no notes\n$/);
  });

  it('is an error without a release', async (test) => {
    const directory = await temporaryDirectory(test);
    const problems = await problemsOfAsync(() => verify(directory, { requireDigests: false }));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['lock-missing'],
    );
  });
});
