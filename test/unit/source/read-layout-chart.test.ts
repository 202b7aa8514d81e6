import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSource } from '../../../src/source/read-source.ts';
import { describe as descriptor, testImage } from '../support/oci-image.ts';
import { ociLayout } from '../support/oci-layout.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const CONFIG = descriptor('application/vnd.cncf.helm.config.v1+json', Buffer.from('{}'));
const CONTENT = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const ARCHIVE = Buffer.from('an archive');
const chartImage = (mediaType = CONTENT) =>
  testImage({ layers: [{ bytes: ARCHIVE, mediaType }], manifest: { config: CONFIG } });

describe('a chart in an OCI layout', () => {
  it('is given as its archive', async (test) => {
    const image = await chartImage();
    const layout = await ociLayout(test, { v1: image });
    const { files, origin } = await readSource('lamp', `oci:${layout}:v1`, { form: 'chart' });
    const { digest } = image.root;
    assert.deepEqual(files, [{ path: '', bytes: ARCHIVE }]);
    assert.deepEqual(origin, { kind: 'layout', digest, read: digest, platforms: {} });
  });

  it('is no container image, nor the other way round', async (test) => {
    const image = await testImage({ layers: { 'manifests/a.yaml': 'a' } });
    const signature = await chartImage('application/vnd.other');
    const layout = await ociLayout(test, { chart: await chartImage(), image, signature });
    for (const [tag, form, code, message] of [
      ['chart', 'manifests', 'image-invalid', /artifact \(application\/vnd\.cncf\.helm/],
      ['image', 'chart', 'image-unsupported', /is no Helm chart but a container image/],
      ['signature', 'chart', 'image-unsupported', /is no Helm chart/],
    ] as const) {
      const read = () => readSource('lamp', `oci:${layout}:${tag}`, { form });
      const [problem] = await problemsOfAsync(read);
      assert.equal(problem?.code, code);
      assert.match(problem.message, message);
    }
  });

  it('is not read where its content was changed', async (test) => {
    const image = await chartImage();
    for (const [digest] of image.blobs) image.blobs.set(digest, Buffer.from('another'));
    const layout = await ociLayout(test, { v1: image });
    const [problem] = await problemsOfAsync(() =>
      readSource('lamp', `oci:${layout}:v1`, { form: 'chart' }),
    );
    assert.equal(problem?.code, 'image-invalid');
  });
});

describe('a chart on disk', () => {
  it('is read with its .helmignore, and no other hidden file', async (test) => {
    const directory = await temporaryDirectory(test, {
      'Chart.yaml': 'a',
      '.helmignore': 'b',
      '.git/config': 'c',
      'charts/x/.helmignore': 'd',
    });
    for (const [form, paths] of [
      ['chart', ['.helmignore', 'Chart.yaml', 'charts/x/.helmignore']],
      ['manifests', ['Chart.yaml']],
    ] as const) {
      const { files } = await readSource('lamp', directory, { form });
      assert.deepEqual(
        files.map(({ path }) => path),
        paths,
      );
    }
  });
});
