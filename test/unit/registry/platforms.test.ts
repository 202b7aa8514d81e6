import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Descriptor, Manifest } from '../../../src/registry/image-manifest.ts';
import { findImages, platformsOf, preferredImage } from '../../../src/registry/platforms.ts';
import type { ImageReader, PlatformImage } from '../../../src/registry/platforms.ts';

const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const entry = (digest: string, more: Partial<Descriptor> = {}): Descriptor => ({
  mediaType: MANIFEST,
  digest,
  size: 1,
  ...more,
});
const on = (architecture: string, os = 'linux') => ({ platform: { os, architecture } });
const image = (artifactType?: string): Manifest => ({
  kind: 'image',
  config: entry('config'),
  layers: [],
  artifactType,
});
const index = (...manifests: Descriptor[]): Manifest => ({ kind: 'index', manifests });

/** Reads from a table; an image's platform is what its digest says: `linux/amd64`. */
function readerOf(manifests: Record<string, Manifest>, asked: string[] = []): ImageReader {
  return {
    manifest: async ({ digest }) => {
      asked.push(digest);
      return manifests[digest] ?? assert.fail(`asked for ${digest}`);
    },
    platform: async (_, digest) => {
      const [os = '', architecture = ''] = digest.split('/');
      return { os, architecture };
    },
    invalid: (message) => new Error(message),
  };
}

describe('findImages', () => {
  it('takes the platforms that an index names, without asking further', async () => {
    const root = index(
      entry('a', on('amd64')),
      entry('b', on('arm64')),
      entry('c', on('amd64', 'windows')),
    );
    assert.deepEqual(await findImages(root, 'root', readerOf({})), [
      { os: 'linux', architecture: 'amd64', digest: 'a' },
      { os: 'linux', architecture: 'arm64', digest: 'b' },
      { os: 'windows', architecture: 'amd64', digest: 'c' },
    ]);
  });

  it('takes the configuration of a single image', async () => {
    assert.deepEqual(await findImages(image(), 'linux/arm64', readerOf({})), [
      { os: 'linux', architecture: 'arm64', digest: 'linux/arm64' },
    ]);
  });

  it('looks into indexes within the index, and into images without a platform', async () => {
    const root = index(entry('nested', { mediaType: INDEX }), entry('linux/s390x'));
    const asked: string[] = [];
    const reader = readerOf(
      { nested: index(entry('a', on('amd64'))), 'linux/s390x': image() },
      asked,
    );
    assert.deepEqual(
      (await findImages(root, 'root', reader)).map(({ architecture, digest }) => [
        architecture,
        digest,
      ]),
      [
        ['amd64', 'a'],
        ['s390x', 'linux/s390x'],
      ],
    );
    assert.deepEqual(asked, ['nested', 'linux/s390x']);
  });

  it('leaves out what is no image', async () => {
    const root = index(
      entry('a', on('amd64')),
      entry('attestation', {
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      }),
      entry('unknown', on('unknown', 'unknown')),
      entry('signature', { artifactType: 'application/x' }),
      entry('chart'),
    );
    const found = await findImages(root, 'root', readerOf({ chart: image('application/x') }));
    assert.deepEqual(
      found.map(({ digest }) => digest),
      ['a'],
    );
  });

  it('refuses an artifact', async () => {
    await assert.rejects(findImages(image('a/b'), 'root', readerOf({})), /an artifact \(a\/b\)/);
  });

  it('refuses indexes that nest without end', async () => {
    const nested = index(entry('nested', { mediaType: INDEX }));
    await assert.rejects(findImages(nested, 'root', readerOf({ nested })), /nests indexes/);
  });

  it('refuses an index that makes it ask without end', async () => {
    const root = index(...Array.from({ length: 65 }, () => entry('linux/amd64')));
    await assert.rejects(
      findImages(root, 'root', readerOf({ 'linux/amd64': image() })),
      /more than 64 manifests/,
    );
  });
});

describe('platformsOf and preferredImage', () => {
  const make = (...platforms: string[]): PlatformImage[] =>
    platforms.map((each, position) => {
      const [os = '', architecture = ''] = each.split('/');
      return { os, architecture, digest: String(position) };
    });
  const cases: [images: string[], platforms: object, preferred: string | undefined][] = [
    [['linux/amd64', 'linux/arm64'], { x86_64: '0', aarch64: '1' }, '0'],
    [['linux/arm64', 'linux/amd64'], { x86_64: '1', aarch64: '0' }, '1'],
    [['linux/amd64', 'linux/amd64'], { x86_64: '0' }, '0'],
    [['windows/amd64', 'linux/arm64'], { aarch64: '1' }, '1'],
    [['linux/s390x', 'linux/ppc64le'], {}, '0'],
    [[], {}, undefined],
  ];
  for (const [images, platforms, preferred] of cases) {
    it(`takes ${preferred ?? 'nothing'} of ${images.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(platformsOf(make(...images)), platforms);
      assert.equal(preferredImage(make(...images))?.digest, preferred);
    });
  }
});
