import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import zlib from 'node:zlib';
import * as fc from 'fast-check';
import { readDirectory } from '../../../src/source/read-directory.ts';
import { readSource } from '../../../src/source/read-source.ts';
import { sourceDigest } from '../../../src/source/source-files.ts';
import { layerOf, multiArchImage, tarOf, testImage, testIndex } from '../support/oci-image.ts';
import { blobPath, ociLayout } from '../support/oci-layout.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';

const FILES = { 'manifests/csv.yaml': 'csv', 'metadata/annotations.yaml': 'annotations' };
const namesOf = ({ files }: { files: readonly { path: string }[] }): string[] =>
  files.map(({ path }) => path);

describe('readSource of an OCI layout', () => {
  for (const format of ['oci', 'docker'] as const) {
    it(`reads an image of ${format} for two platforms by its tag`, async (test) => {
      const image = await multiArchImage(FILES, format);
      const other = await testImage({ layers: { a: '' } });
      const ref = `oci:${await ociLayout(test, { other, 'v1.0': image })}:v1.0`;
      const { files, origin, ...rest } = await readSource('api', ref);
      const [x86_64, aarch64] = image.manifests.map(({ digest }) => digest);
      assert.deepEqual(rest, { ref });
      assert.deepEqual(
        files.map(({ path, bytes }) => [path, bytes.toString()]),
        Object.entries(FILES),
      );
      assert.deepEqual(origin, {
        kind: 'layout',
        digest: image.root.digest,
        read: x86_64,
        platforms: { x86_64, aarch64 },
      });
    });
  }

  it('reads the only image without a tag, for the platform of its configuration', async (test) => {
    const image = await testImage({ architecture: 'arm64', layers: FILES });
    const { digest } = image.root;
    for (const tag of ['', 'latest']) {
      const { origin } = await readSource('api', `oci:${await ociLayout(test, { [tag]: image })}`);
      assert.deepEqual(origin, {
        kind: 'layout',
        digest,
        read: digest,
        platforms: { aarch64: digest },
      });
    }
  });

  it('reads an image that has two names', async (test) => {
    const image = await testImage({ layers: FILES });
    const directory = await ociLayout(test, { a: image, b: image });
    assert.deepEqual(namesOf(await readSource('api', `oci:${directory}`)), Object.keys(FILES));
  });

  it('reads by digest: what the layout lists, and what is below it', async (test) => {
    const image = await multiArchImage(FILES);
    const other = await testImage({ layers: { a: '' } });
    const directory = await ociLayout(test, { image, other });
    for (const { digest } of image.manifests) {
      const { origin } = await readSource('api', `oci:${directory}@${digest}`);
      assert.ok(origin?.kind === 'layout' && origin.digest === digest);
    }
  });

  it('reads an index within an index', async (test) => {
    const image = await multiArchImage(FILES);
    const ref = `oci:${await ociLayout(test, { x: testIndex([testIndex([image])]) })}`;
    const { origin } = await readSource('api', ref);
    assert.ok(origin?.kind === 'layout');
    assert.equal(origin.read, image.manifests[0]?.digest);
    assert.deepEqual(Object.keys(origin.platforms), ['x86_64', 'aarch64']);
  });

  it('reads the image for amd64, wherever it stands, and no attestation', async (test) => {
    const arm64 = await testImage({ architecture: 'arm64', layers: { arm64: '' } });
    const amd64 = await testImage({ architecture: 'amd64', layers: { amd64: '' } });
    const attestation = await testImage({ os: 'unknown', architecture: 'unknown', layers: {} });
    const index = testIndex([attestation, arm64, amd64]);
    const source = await readSource('api', `oci:${await ociLayout(test, { index })}`);
    assert.deepEqual(namesOf(source), ['amd64']);
  });

  it('puts layers one over the other, however they are stored', async (test) => {
    const upper = await tarOf([{ name: '.wh.a' }, { name: 'c', body: 'new' }]);
    const layers = [
      await layerOf({ a: 'a', b: 'b' }),
      {
        bytes: await tarOf([{ name: 'c', body: 'c' }]),
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
      },
      {
        bytes: zlib.zstdCompressSync(upper),
        mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd',
      },
    ];
    const ref = `oci:${await ociLayout(test, { x: await testImage({ layers }) })}`;
    const { files } = await readSource('api', ref);
    assert.deepEqual(
      files.map(({ path, bytes }) => [path, bytes.toString()]),
      [
        ['b', 'b'],
        ['c', 'new'],
      ],
    );
  });

  it('reads an image of nothing', async (test) => {
    const image = await testImage({ layers: [] });
    assert.deepEqual(
      (await readSource('api', `oci:${await ociLayout(test, { image })}`)).files,
      [],
    );
  });

  it('gives what the same files in a directory give', async (test) => {
    const name = fc.stringMatching(/^[.a-c]?[a-cA-C_ ü-]{1,6}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const contents = fc.dictionary(path, fc.string(), { maxKeys: 8, noNullPrototype: true });
    await fc.assert(
      fc.asyncProperty(contents, async (drawn) => {
        const files = withoutCollisions(drawn);
        const directory = await temporaryDirectory(test, files);
        const layout = await ociLayout(test, { x: await testImage({ layers: files }) });
        const expected = { ref: directory, files: await readDirectory(directory) };
        const source = await readSource('api', `oci:${layout}`);
        assert.deepEqual(source.files, expected.files);
        assert.equal(sourceDigest(source), sourceDigest(expected));
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it('does not depend on where the layout lies', async (test) => {
    const image = await testImage({ layers: FILES });
    const read = async () => readSource('api', `oci:${await ociLayout(test, { x: image })}`);
    const [first, second] = [await read(), await read()];
    assert.equal(sourceDigest(first), sourceDigest(second));
    assert.deepEqual(first.origin, second.origin);
    assert.ok(blobPath(image.root.digest).startsWith('blobs/sha256/'));
  });
});

/** Without what would be both a file and a directory. */
function withoutCollisions(files: Files): Files {
  const paths = Object.keys(files);
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !paths.some((each) => each.startsWith(`${path}/`))),
  );
}
