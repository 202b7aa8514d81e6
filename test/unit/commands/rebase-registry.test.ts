import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLock } from '../../../src/release/lock.ts';
import { pinnedReference, resolveEverything } from '../support/fake-registry.ts';
import { readFiles } from '../support/read-files.ts';
import { lampRebase } from './support/lamp-rebase.ts';

const ids = (findings: readonly { id: string }[]): string[] => findings.map(({ id }) => id);

describe('rebase with a registry', () => {
  const images = new Map([['manager', 'r.io/manager:2']]);
  const DEPLOYMENT = 'manifests.d/010-microshift-lamp/deployment_lamp.yaml';

  it('asks it for what a person named, and pins it', async (test) => {
    const lamp = await lampRebase(test);
    const asked: (readonly string[])[] = [];
    const { settled } = await lamp.run({
      images,
      resolveImages: (references) => {
        asked.push(references);
        return resolveEverything(references);
      },
    });
    assert.deepEqual([asked, settled.notes], [[['r.io/manager:2']], []]);
    const files = await readFiles(lamp.out);
    assert.ok(files[DEPLOYMENT]?.includes(pinnedReference('r.io/manager:2')));
    const { images: locked } = await readLock(lamp.out);
    assert.deepEqual(locked.manager?.platforms, {
      x86_64: pinnedReference('r.io/manager:2', 'x86_64'),
      aarch64: pinnedReference('r.io/manager:2', 'aarch64'),
    });
    const own = Object.keys(files).filter((file) => file.includes('kustomization.'));
    assert.equal(own.length, 3);
  });

  it('asks it for nothing where nobody said that it can be reached', async (test) => {
    const lamp = await lampRebase(test);
    const { settled } = await lamp.run({
      resolveImages: async (references) => {
        assert.deepEqual(references, []);
        return new Map();
      },
    });
    assert.deepEqual(ids(settled.notes), ['image-tag:manager']);
  });

  it('has no files of architectures where they share an image', async (test) => {
    const lamp = await lampRebase(test);
    await lamp.run({
      images,
      resolveImages: async (references) => {
        const resolved = await resolveEverything(references);
        return new Map(
          [...resolved].map(([reference, each]) => {
            assert.ok('digest' in each);
            const { digest } = each;
            return [reference, { ...each, platforms: { x86_64: digest, aarch64: digest } }];
          }),
        );
      },
    });
    const files = Object.keys(await readFiles(lamp.out));
    assert.deepEqual(
      files.filter((file) => /x86_64\.yaml|plan\.x86_64/.test(file)),
      [],
    );
  });
});
