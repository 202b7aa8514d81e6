import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { execa } from 'execa';
import { readSource } from '../../src/source/read-source.ts';
import { multiArchImage, testImage, testIndex } from '../unit/support/oci-image.ts';
import { ociLayout } from '../unit/support/oci-layout.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { cleanEnvironment } from './support/environment.ts';
import { pushImage } from './support/push-image.ts';
import { startRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

before(() => requireProgram('skopeo'));

const FILES = { 'manifests/csv.yaml': 'csv', 'metadata/annotations.yaml': 'annotations' };
const EXPECTED = Object.entries(FILES).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));

describe('readSource of a registry', () => {
  for (const format of ['oci', 'docker'] as const) {
    it(`reads an image of ${format} for two platforms, and leaves nothing behind`, async (test) => {
      const registry = await startRegistry(test);
      const image = await multiArchImage(FILES, format);
      const digest = await pushImage(registry, 'org/bundle', 'v1', image);
      const environment = await cleanEnvironment(test);
      const temporaryRoot = await temporaryDirectory(test);
      const [x86_64, aarch64] = image.manifests.map((each) => each.digest);
      for (const [scheme, name] of [
        ['docker', ':v1'],
        ['oci', ':v1'],
        ['docker', `@${digest}`],
      ]) {
        const reference = `${registry.host}/org/bundle${name}`;
        const ref = `${scheme}://${reference}`;
        assert.deepEqual(await readSource('api', ref, { environment, temporaryRoot }), {
          ref,
          files: EXPECTED,
          origin: {
            kind: 'image',
            reference,
            digest,
            read: x86_64,
            platforms: { x86_64, aarch64 },
          },
        });
        assert.deepEqual(await readdir(temporaryRoot), []);
      }
    });

    it(`reads a single image of ${format}, of whatever platform`, async (test) => {
      const registry = await startRegistry(test);
      const image = await testImage({ architecture: 'ppc64le', format, layers: FILES });
      const digest = await pushImage(registry, 'bundle', 'latest', image);
      const environment = await cleanEnvironment(test);
      const { files, origin } = await readSource('api', `docker://${registry.host}/bundle`, {
        environment,
      });
      assert.deepEqual(files, EXPECTED);
      assert.ok(origin?.kind === 'image');
      assert.deepEqual([origin.digest, origin.read, origin.platforms], [digest, digest, {}]);
    });
  }

  it('reads an index within an index, which skopeo refuses', async (test) => {
    const registry = await startRegistry(test);
    await pushImage(registry, 'a', '1', testIndex([await multiArchImage(FILES)]));
    const environment = await cleanEnvironment(test);
    const { files } = await readSource('api', `docker://${registry.host}/a:1`, { environment });
    assert.deepEqual(files, EXPECTED);
  });

  it('reads what skopeo pushes, and gives what a layout of it gives', async (test) => {
    const registry = await startRegistry(test);
    const layout = `oci:${await ociLayout(test, { v1: await multiArchImage(FILES) })}:v1`;
    const ref = `docker://${registry.host}/org/bundle:v1`;
    const environment = await cleanEnvironment(test);
    const options = ['--all', '--preserve-digests', '--dest-tls-verify=false'];
    await execa('skopeo', ['copy', ...options, layout, ref], {
      extendEnv: false,
      env: environment,
    });
    const fromRegistry = await readSource('api', ref, { environment });
    const fromLayout = await readSource('api', layout);
    assert.deepEqual(fromRegistry.files, fromLayout.files);
    const { origin } = fromRegistry;
    assert.ok(origin?.kind === 'image');
    const { reference, ...digests } = origin;
    assert.equal(reference, ref.slice('docker://'.length));
    assert.deepEqual({ ...digests, kind: 'layout' }, fromLayout.origin);
  });

  it('fetches nothing of an image that is too large, or none', async (test) => {
    const registry = await startRegistry(test);
    const environment = await cleanEnvironment(test);
    const temporaryRoot = '/nonexistent';
    const chart = await testImage({ layers: FILES, manifest: { artifactType: 'a/chart' } });
    const text = { bytes: Buffer.from('a: 1'), mediaType: 'application/yaml' };
    await pushImage(registry, 'a', 'chart', chart);
    await pushImage(registry, 'a', 'text', await testImage({ layers: [text] }));
    for (const [tag, code] of [
      ['chart', 'image-invalid'],
      ['text', 'image-unsupported'],
    ] as const) {
      const ref = `docker://${registry.host}/a:${tag}`;
      const [problem] = await problemsOfAsync(() =>
        readSource('api', ref, { environment, temporaryRoot }),
      );
      assert.equal(problem?.code, code);
      assert.match(problem.message, /artifact \((?:a\/chart|application\/yaml)\)/);
    }
  });

  for (const [what, name, code] of [
    ['a missing tag', 'a:2', 'image-not-found'],
    ['a missing name', 'b:1', 'image-not-found'],
  ] as const) {
    it(`says what to do about ${what}`, async (test) => {
      const registry = await startRegistry(test);
      await pushImage(registry, 'a', '1', await testImage({ layers: FILES }));
      const environment = await cleanEnvironment(test);
      const ref = `docker://${registry.host}/${name}`;
      const [problem] = await problemsOfAsync(() => readSource('api', ref, { environment }));
      assert.equal(problem?.code, code);
      assert.equal(problem.at?.file, ref);
      assert.match(problem.message, /^source api: 127\.0\.0\.1:\d+: .*manifest unknown/);
      assert.match(problem.hint, /check the name.*--source api=oci:DIRECTORY:TAG/);
    });
  }
});
