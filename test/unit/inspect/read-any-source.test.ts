import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAnySource } from '../../../src/inspect/read-any-source.ts';
import { describe as descriptor, testImage } from '../support/oci-image.ts';
import { ociLayout } from '../support/oci-layout.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const CONFIG = descriptor('application/vnd.cncf.helm.config.v1+json', Buffer.from('{}'));
const mediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const ARCHIVE = Buffer.from('an archive');

describe('a source of any kind', () => {
  it('is a chart or a container image in a layout', async (test) => {
    const layers = [{ bytes: ARCHIVE, mediaType }];
    const chart = await testImage({ layers, manifest: { config: CONFIG } });
    const image = await testImage({ layers: { 'manifests/a.yaml': 'a' } });
    const layout = await ociLayout(test, { chart, image });
    const paths = async (tag: string) =>
      (await readAnySource('lamp', `oci:${layout}:${tag}`)).files.map(({ path }) => path);
    assert.deepEqual(await paths('chart'), ['']);
    assert.deepEqual(await paths('image'), ['manifests/a.yaml']);
  });

  it('is what is wrong with it as an image, where it is nothing', async (test) => {
    const layers = [{ bytes: ARCHIVE, mediaType: 'application/vnd.other' }];
    const layout = await ociLayout(test, {
      other: await testImage({ layers, manifest: { config: CONFIG } }),
    });
    const [problem] = await problemsOfAsync(() => readAnySource('lamp', `oci:${layout}:other`));
    assert.match(problem?.message ?? '', /artifact/);
  });

  it('is a directory with what a chart ignores, or a file as it is', async (test) => {
    const directory = await temporaryDirectory(test, { '.helmignore': '', 'a.tgz': '\u001f' });
    const { files } = await readAnySource('lamp', directory);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['.helmignore', 'a.tgz'],
    );
    assert.equal((await readAnySource('lamp', `${directory}/a.tgz`)).files[0]?.path, '');
  });
});
