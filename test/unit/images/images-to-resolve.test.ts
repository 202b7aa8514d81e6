import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imagesToResolve } from '../../../src/images/images-to-resolve.ts';
import { digest, image } from './support/images.ts';

describe('imagesToResolve', () => {
  const pinned = `r.io/pinned@${digest('a')}`;
  const images = [
    image('tag', 'r.io/tag:1'),
    image('again', 'r.io/tag:1'),
    image('pinned', pinned),
    image('unneeded-tag', 'r.io/unneeded:1', { embedded: false }),
    image('unneeded', `r.io/unneeded@${digest('b')}`, { embedded: false }),
    image('listed', 'r.io/listed:1', { embedded: false, sites: [] }),
  ];

  const cases: [what: string, named: string[], fromRegistry: boolean, references: string[]][] = [
    ['nothing', [], false, []],
    ['what a person named', [pinned, 'r.io/listed:1'], false, [pinned, 'r.io/listed:1']],
    ['nothing that no image is', ['r.io/other:1'], false, []],
    ['what is needed, and every tag', [], true, ['r.io/tag:1', pinned, 'r.io/unneeded:1']],
    [
      'both, each once',
      ['r.io/tag:1', 'r.io/listed:1'],
      true,
      ['r.io/tag:1', pinned, 'r.io/unneeded:1', 'r.io/listed:1'],
    ],
  ];
  for (const [what, named, fromRegistry, references] of cases) {
    it(`asks for ${what} ${fromRegistry ? 'with' : 'without'} a source from a registry`, () => {
      assert.deepEqual(imagesToResolve(images, new Set(named).values(), fromRegistry), references);
    });
  }
});
