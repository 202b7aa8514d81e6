import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { checkUnchanged, releaseState } from '../../../src/release/release-state.ts';
import { writeRelease } from '../../../src/release/write-release.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { release } from '../support/release.ts';
import { temporaryDirectory, writeFiles } from '../support/temporary-directory.ts';
import { replaceRelease } from './support/replace-release.ts';

const OLD = release({ 'manifests.d/010/a.yaml': 'old', 'report.md': 'old' });
const NEW = release({ 'manifests.d/010/a.yaml': 'new', 'report.md': 'new' });
/** The staging directory of a process that is there as long as this one. */
const OTHER = `.rebase-${process.ppid}-aaaaaa`;

async function refused(call: () => Promise<unknown>): Promise<void> {
  const [problem] = await problemsOfAsync(call);
  assert.equal(problem?.code, 'output-busy');
}

describe('checkUnchanged', () => {
  it('accepts what nobody has written to', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(OLD));
    const state = await releaseState(out);
    assert.notEqual(state, undefined);
    await checkUnchanged(out, state);
  });

  it('accepts a directory that is not there, or empty, or none', async (test) => {
    const out = await temporaryDirectory(test, { file: '' });
    for (const name of ['.', 'absent', 'file']) {
      const directory = path.join(out, name);
      assert.equal(await releaseState(directory), undefined);
      await checkUnchanged(directory, undefined);
    }
  });

  it('refuses what was replaced, even by the same', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(OLD));
    for (const next of [NEW, NEW, OLD]) {
      const state = await releaseState(out);
      await replaceRelease(out, next);
      await refused(() => checkUnchanged(out, state));
    }
  });

  it('refuses what another run wrote where nothing was', async (test) => {
    const out = path.join(await temporaryDirectory(test), 'out');
    const state = await releaseState(out);
    await replaceRelease(out, NEW);
    await refused(() => checkUnchanged(out, state));
  });

  const stages: [what: string, files: Record<string, string>, isBusy: boolean][] = [
    ['writes its files', { 'new/component.lock.yaml': '', 'undo/x': '' }, false],
    ['is replacing them', { 'new/component.lock.yaml': '', 'old/x': '' }, true],
    ['is putting them back', { 'undo/component.lock.yaml': '', 'old/x': '' }, true],
    ['has replaced them', { 'new/x': '', 'old/component.lock.yaml': '' }, false],
  ];
  for (const [what, files, isBusy] of stages) {
    it(`${isBusy ? 'refuses' : 'accepts'} what a run that still goes on ${what}`, async (test) => {
      const out = await temporaryDirectory(test, Object.fromEntries(OLD));
      const state = await releaseState(out);
      await writeFiles(path.join(out, OTHER), files);
      if (isBusy) await refused(() => checkUnchanged(out, state));
      else await checkUnchanged(out, state);
    });
  }
});

describe('writeRelease', () => {
  it('replaces nothing but what the release was compared with', async (test) => {
    const out = await temporaryDirectory(test, Object.fromEntries(OLD));
    const state = await releaseState(out);
    await replaceRelease(out, NEW);
    await refused(() => writeRelease(out, OLD, state));
    await checkUnchanged(out, await releaseState(out));
  });
});
