import assert from 'node:assert/strict';
import { rm, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { execa } from 'execa';
import { LIMITS } from '../../../src/source/limits.ts';
import { layerOf, testImage, testIndex } from '../support/oci-image.ts';
import type { TestImage } from '../support/oci-image.ts';
import { blobPath, ociLayout } from '../support/oci-layout.ts';
import { problemOf } from './support/problem-of.ts';

let image: TestImage;
before(async () => {
  image = await testImage({ layers: { a: 'a' } });
});

describe('readSource refuses contents of an OCI layout', () => {
  const contents = (): [what: string, digest: string][] => [
    ['the manifest', image.root.digest],
    ...[...image.blobs.keys()].map((digest, at): [string, string] => [`content ${at}`, digest]),
  ];

  it('that were changed, be it by one byte', async (test) => {
    for (const [what, digest] of contents()) {
      const directory = await ociLayout(test, { x: image });
      const file = path.join(directory, blobPath(digest));
      const bytes = image.blobs.get(digest) ?? image.manifests[0]?.bytes ?? Buffer.alloc(0);
      await writeFile(file, flipped(bytes));
      const problem = await problemOf(`oci:${directory}`);
      assert.equal(problem.code, 'image-invalid', what);
      assert.match(problem.message, /was changed: its digest is sha256:/, what);
    }
  });

  it('that are missing, longer, pipes or directories', async (test) => {
    for (const [what, digest] of contents()) {
      const directory = await ociLayout(test, { x: image });
      const file = path.join(directory, blobPath(digest));
      for (const replace of [
        () => writeFile(file, ' ', { flag: 'a' }),
        () => rm(file),
        () => execa('mkfifo', [file]),
        () => rm(file).then(() => symlink('/', file)),
      ]) {
        await replace();
        assert.equal((await problemOf(`oci:${directory}`)).code, 'image-invalid', what);
      }
    }
  });

  it('that are larger than they may be, without reading them', async (test) => {
    const directory = await ociLayout(test, { x: image });
    await truncate(path.join(directory, blobPath(image.root.digest)), LIMITS.manifestBytes + 1);
    assert.equal((await problemOf(`oci:${directory}`)).code, 'source-too-large');
  });

  it('whose manifest announces too much', async (test) => {
    const [layer] = [...image.blobs].map(([digest, bytes]) => ({ digest, size: bytes.length }));
    const mediaType = 'application/vnd.oci.image.layer.v1.tar';
    const layers = [{ ...layer, mediaType, size: LIMITS.totalBytes + 1 }];
    const announced = await testImage({ layers: {}, manifest: { layers } });
    const problem = await problemOf(`oci:${await ociLayout(test, { x: announced })}`);
    assert.equal(problem.code, 'source-too-large');
    assert.match(problem.hint, /the image of the bundle/);
  });
});

describe('readSource refuses in an OCI layout', () => {
  const artifacts: [what: string, make: () => Promise<TestImage>][] = [
    ['an artifact', () => testImage({ layers: {}, manifest: { artifactType: 'application/x' } })],
    [
      'a layer that is no archive',
      async () => testImage({ layers: [{ ...(await layerOf({})), mediaType: 'text/yaml' }] }),
    ],
    [
      'an encrypted layer',
      async () => {
        const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
        return testImage({ layers: [{ ...(await layerOf({})), mediaType }] });
      },
    ],
  ];
  for (const [what, make] of artifacts) {
    it(what, async (test) => {
      const problem = await problemOf(`oci:${await ociLayout(test, { x: await make() })}`);
      assert.match(problem.message, /artifact \((?:application|text)\//);
    });
  }

  it('an index of no images', async (test) => {
    const problem = await problemOf(`oci:${await ociLayout(test, { x: testIndex([]) })}`);
    assert.equal(problem.code, 'image-invalid');
    assert.match(problem.message, /names no image/);
  });

  it('too many files', async (test) => {
    const names = Array.from({ length: LIMITS.files + 1 }, (_, at) => [`f${at}`, ''] as const);
    const many = await testImage({ layers: Object.fromEntries(names) });
    const problem = await problemOf(`oci:${await ociLayout(test, { x: many })}`);
    assert.equal(problem.code, 'source-too-large');
  });
});

/** The same with another last byte. */
function flipped(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  return changed;
}
