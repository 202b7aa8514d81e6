import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseManifest, parsePlatform } from '../../../src/registry/image-manifest.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = 'application/vnd.oci.image.config.v1+json';

const descriptor = { mediaType: CONFIG, digest: DIGEST, size: 1 };
const image = { schemaVersion: 2, mediaType: MANIFEST, config: descriptor, layers: [descriptor] };
const index = { schemaVersion: 2, mediaType: INDEX, manifests: [descriptor] };
const bytesOf = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));

describe('parseManifest', () => {
  for (const [what, json, mediaType] of [
    ['an index of OCI', index, INDEX],
    [
      'a list of Docker',
      { ...index, mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json' },
      '',
    ],
    ['an index that does not say what it is', { schemaVersion: 2, manifests: [descriptor] }, INDEX],
  ] as const) {
    it(`reads ${what}`, () => {
      const manifest = parseManifest(bytesOf(json), mediaType);
      assert.deepEqual(manifest, { kind: 'index', manifests: [descriptor] });
    });
  }

  for (const [what, json, artifactType] of [
    ['an image of OCI', image, undefined],
    [
      'an image of Docker',
      {
        ...image,
        mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        config: { ...descriptor, mediaType: 'application/vnd.docker.container.image.v1+json' },
      },
      undefined,
    ],
    [
      'an artifact by the type of its configuration',
      {
        ...image,
        config: { ...descriptor, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
      },
      'application/vnd.cncf.helm.config.v1+json',
    ],
    ['an artifact by its own type', { ...image, artifactType: 'a/b' }, 'a/b'],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseManifest(bytesOf(json)), {
        kind: 'image',
        config: json.config,
        layers: [descriptor],
        artifactType,
      });
    });
  }

  const wrong: [what: string, content: unknown, expected: RegExp, mediaType?: string][] = [
    ['text', 'no JSON', /^is no image manifest|^is not JSON/],
    ['a number', 1, /^is not JSON/],
    ['schema 1', { schemaVersion: 1, fsLayers: [] }, /^is of the old schema 1/],
    ['a document that is two things', { ...image, manifests: [] }, /^is both/],
    ['a name for something else', image, /^says that it is .*manifest.*named as .*index/, INDEX],
    ['an index that says it is an image', { ...index, mediaType: MANIFEST }, /^is no image index/],
    ['an image that says it is an index', { ...image, mediaType: INDEX }, /^is no image but/],
    ['an image without layers', { ...image, layers: undefined }, /layers: /],
    [
      'another kind of digest',
      { ...image, config: { ...descriptor, digest: 'md5:1' } },
      /config\.digest/,
    ],
    [
      'a digest that is a path',
      { ...index, manifests: [{ ...descriptor, digest: 'sha256:../x' }] },
      /digest/,
    ],
    ['a negative size', { ...image, layers: [{ ...descriptor, size: -1 }] }, /layers\.0\.size/],
    ['a size that is no number', { ...image, layers: [{ ...descriptor, size: '1' }] }, /size/],
    [
      'too many layers',
      { ...image, layers: Array.from({ length: 300 }, () => descriptor) },
      /layers: /,
    ],
  ];
  for (const [what, content, expected, mediaType] of wrong) {
    it(`explains ${what}`, () => {
      const found = parseManifest(bytesOf(content), mediaType);
      assert.match(typeof found === 'string' ? found : '', expected);
    });
  }

  it('never throws, and never quotes what is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3 }), fc.json(), (text, json) => {
        parseManifest(Buffer.from(json));
        assert.equal(parseManifest(Buffer.from(`secret ${text}`)), 'is not JSON');
      }),
    );
  });
});

describe('parsePlatform', () => {
  it('reads the platform of a configuration', () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    assert.deepEqual(parsePlatform(bytesOf({ ...platform, variant: 'v8', config: {} })), platform);
  });

  for (const content of ['{}', '[]', 'null', '', '{"os":"linux"}', '{"os":1,"architecture":"a"}']) {
    it(`finds none in ${content || 'nothing'}`, () => {
      assert.equal(typeof parsePlatform(Buffer.from(content)), 'string');
    });
  }
});
