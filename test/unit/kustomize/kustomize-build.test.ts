import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { kustomizeBuild } from '../../../src/kustomize/kustomize-build.ts';
import { NeedsKustomize } from '../../../src/kustomize/needs-kustomize.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const REASON = new NeedsKustomize('dir/kustomization.yaml', ['components', 'vars']);
const { PATH } = process.env;
afterEach(() => {
  process.env.PATH = PATH;
});

/** Makes programs the only ones there are; each is a shell script. */
async function only(test: TestContext, programs: Record<string, string>): Promise<void> {
  const scripts = Object.entries(programs).map(([name, body]) => [name, `#!/bin/sh\n${body}\n`]);
  const directory = await temporaryDirectory(test, Object.fromEntries(scripts));
  await Promise.all(Object.keys(programs).map((name) => chmod(path.join(directory, name), 0o755)));
  process.env.PATH = directory;
}

describe('kustomizeBuild', () => {
  const says = (name: string): string => `echo "${name} $*"`;
  const all = { kubectl: says('kubectl'), oc: says('oc'), kustomize: says('kustomize') };
  for (const [missing, output] of [
    [[], 'kubectl kustomize dir'],
    [['kubectl'], 'oc kustomize dir'],
    [['kubectl', 'oc'], 'kustomize build dir'],
  ] as const) {
    it(`runs ${output}`, async (test) => {
      const left = Object.entries(all).filter(([name]) => !missing.some((each) => each === name));
      await only(test, Object.fromEntries(left));
      assert.equal(await kustomizeBuild('dir', REASON), `${output}\n`);
    });
  }

  it('says what it would take where there is none', async (test) => {
    await only(test, {});
    assert.deepEqual(await problemsOfAsync(() => kustomizeBuild('dir', REASON)), [
      {
        code: 'kustomize-missing',
        message:
          'uses components, vars, which takes kustomize, and none of kubectl, oc and kustomize is here',
        hint: 'install one of them, or render the directory when you build the image',
        at: { file: 'dir/kustomization.yaml' },
      },
    ]);
  });

  it('tells what kustomize says, and tries no other', async (test) => {
    await only(test, { kubectl: 'echo broken >&2; exit 1', oc: says('oc') });
    const [problem] = await problemsOfAsync(() => kustomizeBuild('dir', REASON));
    assert.deepEqual(
      [problem?.code, problem?.message],
      ['kustomize-failed', 'kubectl kustomize failed: broken'],
    );
  });
});
