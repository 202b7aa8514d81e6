import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatImages } from '../../../src/release/format-images.ts';
import { readFiles } from '../support/read-files.ts';
import { LOCK } from '../support/release.ts';
import { GOLDEN_FORMATS, lanternFormats } from './support/golden-formats.ts';

describe('the files for image builders', () => {
  it('are those of test/fixtures/golden/image-formats (npm run update-golden)', async () => {
    assert.deepEqual(await lanternFormats(), await readFiles(GOLDEN_FORMATS));
  });

  it('embed nothing where nothing is to be embedded', () => {
    assert.doesNotMatch(formatImages(LOCK, 'blueprint', undefined), /containers/);
    assert.doesNotMatch(formatImages(LOCK, 'containerfile', undefined), /skopeo|type=secret/);
    assert.doesNotMatch(formatImages(LOCK, 'kickstart', undefined), /%post --/);
  });
});
