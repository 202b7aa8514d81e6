import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageOf } from '../../../src/release/embedded-images.ts';
import { formatImages as formatLock } from '../../../src/release/format-images.ts';
import type { ImageFormat } from '../../../src/release/image-formats.ts';
import type { LockedImage } from '../../../src/release/lock.ts';
import { LOCK } from '../support/release.ts';

const MIB = 2 ** 20;

function image(name: string, fields: Partial<LockedImage> = {}): LockedImage {
  return {
    reference: `r.io/${name}:1`,
    embedded: true,
    because: `of ${name}`,
    usedBy: [],
    platforms: {},
    bytes: {},
    ...fields,
  };
}

function formatImages(
  images: Record<string, LockedImage>,
  format: ImageFormat,
  architecture: 'x86_64' | 'aarch64' | undefined,
): string {
  return formatLock({ ...LOCK, images }, format, architecture);
}

const platforms = { x86_64: 'r.io/x:1', aarch64: 'r.io/a:1' };
const bytes = { x86_64: 3 * MIB, aarch64: 5 * MIB };

describe('imageOf', () => {
  it("is an architecture's own image, else the one for all", () => {
    const both = image('b', { platforms });
    assert.deepEqual(
      [imageOf(both, 'x86_64'), imageOf(both, 'aarch64'), imageOf(both, undefined)],
      ['r.io/x:1', 'r.io/a:1', 'r.io/b:1'],
    );
    assert.equal(imageOf(image('b', { platforms: { x86_64: 'r.io/x:1' } }), 'aarch64'), 'r.io/b:1');
  });
});

describe('formatImages as a list', () => {
  it('names each reference to embed once, sorted', () => {
    const images = {
      z: image('b'),
      y: image('a'),
      x: image('a'),
      w: image('c', { embedded: false }),
    };
    assert.equal(formatImages(images, 'list', undefined), 'r.io/a:1\nr.io/b:1\n');
  });

  it("names an architecture's own", () => {
    const images = { a: image('a', { platforms }), b: image('b') };
    assert.equal(formatImages(images, 'list', 'x86_64'), 'r.io/b:1\nr.io/x:1\n');
    assert.equal(formatImages(images, 'list', 'aarch64'), 'r.io/a:1\nr.io/b:1\n');
  });

  it('is empty where nothing is to be embedded', () => {
    assert.equal(formatImages({}, 'list', undefined), '');
  });
});

describe('formatImages as a table', () => {
  const table = (
    images: Record<string, LockedImage>,
    architecture?: 'x86_64' | 'aarch64',
  ): string[] => formatImages(images, 'table', architecture).split('\n');

  it('gives the reason for each, and lists the others below', () => {
    const images = { a: image('a'), b: image('b', { embedded: false }), c: image('c') };
    assert.deepEqual(table(images), [
      '2 images to embed:',
      '  a',
      '    r.io/a:1',
      '    of a',
      '  c',
      '    r.io/c:1',
      '    of c',
      '',
      '1 more not to embed:',
      '  b',
      '    r.io/b:1',
      '    of b',
      '',
    ]);
  });

  it('has no others where there are none', () => {
    assert.deepEqual(table({ a: image('a') }), [
      '1 image to embed:',
      '  a',
      '    r.io/a:1',
      '    of a',
      '',
    ]);
    assert.deepEqual(table({}), ['0 images to embed, 0.0 MiB compressed:', '']);
  });

  const sizes: [
    what: string,
    images: Record<string, LockedImage>,
    architecture: 'x86_64' | 'aarch64' | undefined,
    title: string,
  ][] = [
    [
      'of an architecture',
      { a: image('a', { bytes }), b: image('b', { bytes }) },
      'x86_64',
      '2 images to embed, 6.0 MiB compressed:',
    ],
    [
      'of whichever architecture needs more',
      { a: image('a', { bytes }) },
      undefined,
      '1 image to embed, 5.0 MiB compressed:',
    ],
    [
      'of an image with two names once',
      { a: image('a', { bytes }), b: image('a', { bytes }) },
      'aarch64',
      '2 images to embed, 5.0 MiB compressed:',
    ],
    [
      'of what is embedded alone',
      { a: image('a', { bytes }), b: image('b', { embedded: false }) },
      'x86_64',
      '1 image to embed, 3.0 MiB compressed:',
    ],
    [
      'only where it is known of all',
      { a: image('a', { bytes }), b: image('b', { bytes: { x86_64: 1 } }) },
      'aarch64',
      '2 images to embed:',
    ],
    [
      'only where it is known of both architectures',
      { a: image('a', { bytes: { aarch64: 1 } }) },
      undefined,
      '1 image to embed:',
    ],
  ];
  for (const [what, images, architecture, title] of sizes) {
    it(`gives the size ${what}`, () => assert.equal(table(images, architecture)[0], title));
  }

  it('shows nothing that a terminal would obey', () => {
    const hostile = image('a', { because: 'a \u001B[2Jcontainer\nof\u202E x' });
    assert.doesNotMatch(formatImages({ 'b\u0007': hostile }, 'table', undefined), /[^\P{Cc}\n]/u);
  });
});
