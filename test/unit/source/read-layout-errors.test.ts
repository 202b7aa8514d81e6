import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { testImage } from '../support/oci-image.ts';
import type { TestImage } from '../support/oci-image.ts';
import { ociLayout } from '../support/oci-layout.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';
import { problemOf } from './support/problem-of.ts';

const ABSENT = `sha256:${'0'.repeat(64)}`;

let image: TestImage;
before(async () => {
  image = await testImage({ layers: { a: 'a' } });
});

describe('readSource refuses an OCI layout', () => {
  const broken: [what: string, overrides: Files, code: string, message: RegExp][] = [
    [
      'of another version',
      { 'oci-layout': '{"imageLayoutVersion":"2.0.0"}' },
      'image-layout-invalid',
      /says otherwise/,
    ],
    [
      'whose version is no JSON',
      { 'oci-layout': 'secret' },
      'image-layout-invalid',
      /says otherwise$/,
    ],
    [
      'whose index is no JSON',
      { 'index.json': 'secret' },
      'image-invalid',
      /index\.json is not JSON$/,
    ],
    [
      'whose index is an image',
      { 'index.json': '{"schemaVersion":2,"layers":[]}' },
      'image-invalid',
      /index\.json/,
    ],
    [
      'of no image',
      { 'index.json': '{"schemaVersion":2,"manifests":[]}' },
      'image-tag-missing',
      /holds no image$/,
    ],
    [
      'whose index names a path',
      {
        'index.json': JSON.stringify({
          schemaVersion: 2,
          manifests: [{ digest: '../../etc/passwd', size: 1 }],
        }),
      },
      'image-invalid',
      /expected a sha256 digest/,
    ],
  ];
  for (const [what, overrides, code, message] of broken) {
    it(what, async (test) => {
      const problem = await problemOf(`oci:${await ociLayout(test, { x: image }, overrides)}`);
      assert.equal(problem.code, code);
      assert.match(problem.message, message);
      assert.doesNotMatch(problem.message, /secret/);
    });
  }

  it('that is none', async (test) => {
    for (const directory of [await temporaryDirectory(test), '/nonexistent']) {
      const problem = await problemOf(`oci:${directory}`);
      assert.equal(problem.code, 'image-layout-invalid');
      assert.match(problem.message, /has no file oci-layout/);
    }
  });

  it('for a tag that it lacks, and names those that it has', async (test) => {
    const directory = await ociLayout(test, { 'v1.0': image, 'v1.1': image });
    const problem = await problemOf(`oci:${directory}:v2`);
    assert.equal(problem.code, 'image-tag-missing');
    assert.match(problem.hint, /v1\.0, v1\.1$/);
  });

  it('for a tag with another digest', async (test) => {
    const problem = await problemOf(`oci:${await ociLayout(test, { x: image })}:x@${ABSENT}`);
    assert.equal(problem.code, 'image-tag-missing');
  });

  it('for a digest that it lacks', async (test) => {
    const problem = await problemOf(`oci:${await ociLayout(test, { x: image })}@${ABSENT}`);
    assert.equal(problem.code, 'image-invalid');
    assert.match(problem.message, /lacks the content sha256:000/);
  });

  it('of several images, without a tag', async (test) => {
    const other = await testImage({ layers: { b: 'b' } });
    const problem = await problemOf(`oci:${await ociLayout(test, { x: image, y: other })}`);
    assert.equal(problem.code, 'image-ambiguous');
    assert.match(problem.message, /2 such images: x, y/);
  });
});
