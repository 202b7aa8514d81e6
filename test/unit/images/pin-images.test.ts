import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ListedImage } from '../../../src/images/list-images.ts';
import { pinImages } from '../../../src/images/pin-images.ts';
import type { ResolutionFailure, ResolvedImage } from '../../../src/registry/resolve-image.ts';
import { digest, image, resolved } from './support/images.ts';

const FAILURE: ResolutionFailure = {
  failure: 'unreachable',
  message: 'r.io does not answer',
  hint: 'try again',
};

function pin(
  images: ListedImage[],
  answers: Record<string, ResolvedImage | ResolutionFailure> = {},
) {
  const { images: pinned, findings } = pinImages(images, new Map(Object.entries(answers)));
  return { pinned, ids: findings.map(({ id, severity }) => `${severity} ${id}`), findings };
}

describe('pinImages', () => {
  for (const ref of ['r.io:5000/a/m:1', 'r.io:5000/a/m', `r.io:5000/a/m:1@${digest('f')}`]) {
    it(`puts digests in place of ${ref.replace(/@.*/, '@…')}`, () => {
      const original = image('m', ref);
      const { pinned, ids } = pin([original], { [ref]: resolved('a') });
      assert.deepEqual(pinned, [
        {
          ...original,
          reference: `r.io:5000/a/m@${digest('a0')}`,
          platforms: {
            x86_64: `r.io:5000/a/m@${digest('a1')}`,
            aarch64: `r.io:5000/a/m@${digest('a2')}`,
          },
          bytes: { x86_64: 1000, aarch64: 2000 },
        },
      ]);
      assert.deepEqual(ids, []);
    });
  }

  it('leaves what nobody was asked for', () => {
    const { pinned } = pin([image('m', 'r.io/m:1')], { 'r.io/other:1': resolved('a') });
    assert.deepEqual(
      pinned.map(({ reference, platforms, bytes }) => ({ reference, platforms, bytes })),
      [{ reference: 'r.io/m:1', platforms: {}, bytes: {} }],
    );
  });

  it('notes a tag that stays, with the reason', () => {
    assert.deepEqual(pin([image('m', 'r.io/m:1')]).ids, ['note image-tag:m']);
    const { pinned, findings } = pin([image('m', 'r.io/m:1')], { 'r.io/m:1': FAILURE });
    assert.equal(pinned[0]?.reference, 'r.io/m:1');
    assert.match(
      findings[0]?.message ?? '',
      /its registry could not be asked: r\.io does not answer$/,
    );
    assert.match(findings[0]?.hint ?? '', /--image m=REPOSITORY@sha256:/);
  });

  it('notes a digest that could not be confirmed', () => {
    const ref = `r.io/m@${digest('a')}`;
    assert.deepEqual(pin([image('m', ref)], { [ref]: FAILURE }).ids, [
      'note image-unconfirmed:m',
      'note image-platforms-unknown:digests',
    ]);
  });

  it('notes once of how many digests the platforms are unknown', () => {
    const images = ['a', 'b', 'c'].map((key) => image(key, `r.io/${key}@${digest(key)}`));
    const { ids, findings } = pin(images, { [`r.io/c@${digest('c')}`]: resolved('c') });
    assert.deepEqual(ids, ['note image-platforms-unknown:digests']);
    assert.match(findings[0]?.message ?? '', /^of 2 images the digests/);
    assert.match(pin(images.slice(0, 1)).findings[0]?.message ?? '', /^of 1 image the digests/);
  });

  const platforms: [what: string, platforms: ResolvedImage['platforms'], missing: string[]][] = [
    ['x86_64', { aarch64: digest('a2') }, ['x86_64']],
    ['aarch64', { x86_64: digest('a1') }, ['aarch64']],
    ['both', {}, ['x86_64', 'aarch64']],
  ];
  for (const [what, there, missing] of platforms) {
    const resolution = resolved('a', { platforms: there });

    it(`is an error where an embedded image is not there for ${what}`, () => {
      const { ids } = pin([image('m', 'r.io/m:1')], { 'r.io/m:1': resolution });
      assert.deepEqual(
        ids,
        missing.map((architecture) => `error image-platform-missing:m:${architecture}`),
      );
    });

    it(`is none where a device does not need it for ${what}`, () => {
      const unneeded = image('m', 'r.io/m:1', { embedded: false });
      assert.deepEqual(pin([unneeded], { 'r.io/m:1': resolution }).ids, []);
    });
  }

  it('says nothing of an image that no object names', () => {
    const images = [
      image('a', 'r.io/a:1', { sites: [], embedded: false }),
      image('b', `r.io/b@${digest('b')}`, { sites: [], embedded: false }),
    ];
    assert.deepEqual(pin(images, { 'r.io/a:1': FAILURE }).ids, []);
  });

  it('says nothing of platforms of digests that a device does not need', () => {
    assert.deepEqual(pin([image('a', `r.io/a@${digest('a')}`, { embedded: false })]).ids, []);
  });

  it('pins two images of one reference alike', () => {
    const { pinned } = pin([image('a', 'r.io/m:1'), image('b', 'r.io/m:1')], {
      'r.io/m:1': resolved('a'),
    });
    assert.equal(pinned[0]?.reference, pinned[1]?.reference);
  });
});
