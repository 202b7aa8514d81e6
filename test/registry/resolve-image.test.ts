import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { imageBytes, resolveImage, resolveImages } from '../../src/registry/resolve-image.ts';
import { parseManifest } from '../../src/registry/image-manifest.ts';
import { multiArchImage, testImage, testIndex } from '../unit/support/oci-image.ts';
import type { TestImage } from '../unit/support/oci-image.ts';
import { cleanEnvironment } from './support/environment.ts';
import { pushImage } from './support/push-image.ts';
import { startRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

before(() => requireProgram('skopeo'));

const bytesOf = (image: TestImage, at: number): number => {
  const manifest = parseManifest(image.manifests[at]?.bytes ?? Buffer.alloc(0));
  assert.ok(typeof manifest !== 'string' && manifest.kind === 'image');
  return imageBytes(manifest);
};

describe('resolveImage', () => {
  for (const format of ['oci', 'docker'] as const) {
    it(`answers digests and sizes of an index of ${format}, by tag and by digest`, async (test) => {
      const registry = await startRegistry(test);
      const image = await multiArchImage({ 'a.yaml': 'a' }, format);
      const digest = await pushImage(registry, 'org/a', '1', image);
      const environment = await cleanEnvironment(test);
      const expected = {
        digest,
        platforms: { x86_64: image.manifests[0]?.digest, aarch64: image.manifests[1]?.digest },
        bytes: { x86_64: bytesOf(image, 0), aarch64: bytesOf(image, 1) },
      };
      for (const name of [':1', `@${digest}`, `:2@${digest}`]) {
        const resolved = await resolveImage(`${registry.host}/org/a${name}`, { environment });
        assert.deepEqual(resolved, expected, name);
      }
    });

    it(`answers the platform of a single image of ${format}`, async (test) => {
      const registry = await startRegistry(test);
      const image = await testImage({ architecture: 'arm64', format, layers: { a: 'a' } });
      const digest = await pushImage(registry, 'a', 'latest', image);
      assert.deepEqual(
        await resolveImage(`${registry.host}/a`, { environment: await cleanEnvironment(test) }),
        { digest, platforms: { aarch64: digest }, bytes: { aarch64: bytesOf(image, 0) } },
      );
    });
  }

  it('looks into an index within an index', async (test) => {
    const registry = await startRegistry(test);
    const inner = await multiArchImage({ a: 'a' });
    const digest = await pushImage(registry, 'a', '1', testIndex([inner]));
    const environment = await cleanEnvironment(test);
    const resolved = await resolveImage(`${registry.host}/a:1`, { environment });
    assert.ok(!('failure' in resolved));
    assert.equal(resolved.digest, digest);
    assert.deepEqual(resolved.platforms, {
      x86_64: inner.manifests[0]?.digest,
      aarch64: inner.manifests[1]?.digest,
    });
  });

  it('answers no platform for an image of another one', async (test) => {
    const registry = await startRegistry(test);
    const image = await testImage({ architecture: 's390x', layers: { a: 'a' } });
    const digest = await pushImage(registry, 'a', '1', image);
    assert.deepEqual(
      await resolveImage(`${registry.host}/a:1`, { environment: await cleanEnvironment(test) }),
      { digest, platforms: {}, bytes: {} },
    );
  });

  it('says that it is no image', async (test) => {
    const registry = await startRegistry(test);
    const chart = await testImage({ layers: { a: 'a' }, manifest: { artifactType: 'a/chart' } });
    await pushImage(registry, 'a', 'chart', chart);
    await pushImage(registry, 'a', 'empty', testIndex([]));
    const environment = await cleanEnvironment(test);
    for (const [tag, message] of [
      ['chart', /is no container image but an artifact \(a\/chart\)/],
      ['empty', /names no image/],
    ] as const) {
      const failed = await resolveImage(`${registry.host}/a:${tag}`, { environment });
      assert.ok('failure' in failed);
      assert.equal(failed.failure, 'invalid');
      assert.match(failed.message, message);
    }
  });

  it('says that a registry does not have it', async (test) => {
    const registry = await startRegistry(test);
    await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const environment = await cleanEnvironment(test);
    for (const name of ['a:2', 'b:1', `a@sha256:${'0'.repeat(64)}`]) {
      const failed = await resolveImage(`${registry.host}/${name}`, { environment });
      assert.ok('failure' in failed);
      assert.equal(failed.failure, 'not-found', name);
      assert.ok(failed.message.startsWith(`${registry.host}: `));
    }
  });
});

describe('resolveImages', () => {
  it('answers for every reference, also where a registry is down', async (test) => {
    const registry = await startRegistry(test);
    const down = await startRegistry(test);
    await down.stop();
    const digest = await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const [good, missing, gone, same] = [
      `${registry.host}/a:1`,
      `${registry.host}/a:2`,
      `${down.host}/a:1`,
      `${down.host}/a:2`,
    ];
    const environment = await cleanEnvironment(test);
    const found = await resolveImages([gone, good, same, missing], { environment });
    assert.deepEqual([...found.keys()], [gone, good, same, missing]);
    const shown = [...found.values()].map((each) =>
      'failure' in each ? each.failure : each.digest,
    );
    assert.deepEqual(shown, ['unreachable', digest, 'unreachable', 'not-found']);
  });
});
