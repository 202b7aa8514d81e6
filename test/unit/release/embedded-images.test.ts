import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { directoryOf, embeddedImages } from '../../../src/release/embedded-images.ts';
import type { LockedImage } from '../../../src/release/lock.ts';
import { parseImageReference } from '../../../src/manifest/image-reference.ts';
import { shellWord } from '../../../src/shell-word.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;

function image(reference: string, fields: Partial<LockedImage> = {}): LockedImage {
  return {
    reference,
    embedded: true,
    because: '',
    usedBy: [],
    platforms: {},
    bytes: {},
    ...fields,
  };
}

describe('directoryOf', () => {
  it('is the SHA-256 of the reference and a newline', () => {
    // printf 'r.io/a:1\n' | sha256sum
    assert.equal(
      directoryOf('r.io/a:1'),
      'c9b5632eecf4b9c024e4b2810461484d74fa745671b34feb6da4ae1693ffcc3c',
    );
  });
});

describe('embeddedImages', () => {
  it('names each image once, with all its keys, in the order of the references', () => {
    const images = {
      z: image('r.io/b:1'),
      y: image('r.io/a:1'),
      x: image('r.io/b:1'),
      w: image('r.io/c:1', { embedded: false }),
    };
    assert.deepEqual(
      embeddedImages(images, undefined).map(({ reference, keys }) => [reference, keys]),
      [
        ['r.io/a:1', ['y']],
        ['r.io/b:1', ['z', 'x']],
      ],
    );
  });

  it('is told how skopeo names it, which takes no tag beside a digest', () => {
    const cases = [
      ['r.io/a:1', 'docker://r.io/a:1'],
      ['r.io/a', 'docker://r.io/a:latest'],
      [`r.io/a@${DIGEST}`, `docker://r.io/a@${DIGEST}`],
      [`r.io/a:1@${DIGEST}`, `docker://r.io/a@${DIGEST}`],
    ];
    for (const [reference = '', source] of cases) {
      const [embedded] = embeddedImages({ a: image(reference) }, undefined);
      assert.deepEqual([embedded?.reference, embedded?.source], [reference, source]);
    }
  });

  it('ends where a reference is none, whoever made the lock', () => {
    assert.throws(() => embeddedImages({ a: image('$(reboot)') }, undefined), /no image reference/);
  });

  it('lets nothing through that is not one plain word of a shell, a line, a macro', () => {
    const characters = 'a1.-_/:@$(){}%"\'\\ \n\r\t;&|<>*?#~`!'.split('');
    const part = fc.constantFrom(...characters, DIGEST, '..', '//');
    const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (reference) => {
        fc.pre(parseImageReference(reference) !== undefined);
        assert.match(reference, /^[\w.:/@-]+$/);
        assert.equal(shellWord(reference), reference);
        assert.ok(!reference.split('/').includes('..'));
      }),
      { seed: 1, numRuns: 2000, maxSkipsPerRun: 1000 },
    );
  });
});
