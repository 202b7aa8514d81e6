import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { images } from '../../../src/commands/images.ts';
import { pinnedReference, resolveEverything } from '../support/fake-registry.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { lampRebase } from './support/lamp-rebase.ts';

describe('images', () => {
  it('says of a release which images it needs', async (test) => {
    const lamp = await lampRebase(test);
    const ref = 'r.io/manager:2';
    await lamp.run({ images: new Map([['manager', ref]]), resolveImages: resolveEverything });
    assert.equal(await images(lamp.out, 'list', undefined), `${pinnedReference(ref)}\n`);
    assert.equal(await images(lamp.out, 'list', 'aarch64'), `${pinnedReference(ref, 'aarch64')}\n`);
    assert.match(
      await images(lamp.out, 'table', 'x86_64'),
      /^1 image to embed, 0\.0 MiB compressed:\n {2}manager\n .*\n {4}a container of Deployment ns\/lamp\n$/,
    );
  });

  it('needs a release', async (test) => {
    const directory = await temporaryDirectory(test);
    const [problem] = await problemsOfAsync(() => images(directory, 'list', undefined));
    assert.equal(problem?.code, 'lock-missing');
  });
});
