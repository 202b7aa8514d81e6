import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { resolveImage } from '../../src/registry/resolve-image.ts';
import { readSource } from '../../src/source/read-source.ts';
import { layerOf, multiArchImage, testImage } from '../unit/support/oci-image.ts';
import type { TestImage } from '../unit/support/oci-image.ts';
import { problemsOfAsync } from '../unit/support/problems.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { cleanEnvironment } from './support/environment.ts';
import { intercept } from './support/intercept.ts';
import { pushImage } from './support/push-image.ts';
import { startRegistry } from './support/registry.ts';
import type { TestRegistry } from './support/registry.ts';
import { requireProgram } from './support/require-program.ts';

before(() => requireProgram('skopeo'));

/** The problem of reading a reference; makes sure that nothing is left behind. */
async function problemOf(test: TestContext, reference: string) {
  const temporaryRoot = await temporaryDirectory(test);
  const environment = await cleanEnvironment(test);
  const [problem] = await problemsOfAsync(() =>
    readSource('api', `docker://${reference}`, { environment, temporaryRoot }),
  );
  assert.deepEqual(await readdir(temporaryRoot), []);
  assert.ok(problem);
  return problem;
}

/** Of the only layer: the configuration comes first. */
function layerDigest({ blobs }: TestImage): string {
  return [...blobs.keys()][1] ?? assert.fail('the image has no layer');
}

/** Replaces a content in a registry's storage. */
async function tamper({ storage }: TestRegistry, digest: string, bytes: Buffer): Promise<void> {
  const hex = digest.slice('sha256:'.length);
  const folder = path.join(storage, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex);
  await writeFile(path.join(folder, 'data'), bytes);
}

describe('readSource notices', () => {
  it('a layer that was changed in the storage of the registry', async (test) => {
    const registry = await startRegistry(test);
    const layer = await layerOf({ a: 'right' });
    const image = await testImage({ layers: [layer] });
    await pushImage(registry, 'a', '1', image);
    const digest = layerDigest(image);
    const changed = Buffer.from(layer.bytes);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    for (const bytes of [changed, (await layerOf({ a: 'wrong, and of another size' })).bytes]) {
      await tamper(registry, digest, bytes);
      const problem = await problemOf(test, `${registry.host}/a:1`);
      assert.equal(problem.code, 'image-invalid', problem.message);
    }
  });

  it('a manifest that was changed in the storage of the registry', async (test) => {
    const registry = await startRegistry(test);
    const image = await multiArchImage({ a: 'a' });
    const digest = await pushImage(registry, 'a', '1', image);
    const other = await testImage({ layers: { b: 'b' } });
    const bytes = other.manifests[0]?.bytes ?? Buffer.alloc(0);
    // The image that the index names, and then what the reference itself names.
    for (const changed of [image.manifests[0]?.digest ?? '', digest]) {
      await tamper(registry, changed, bytes);
      const problem = await problemOf(test, `${registry.host}/a@${digest}`);
      assert.equal(problem.code, 'image-invalid', problem.message);
    }
  });

  it('a tag that is moved before the image is fetched', async (test) => {
    const registry = await startRegistry(test);
    const first = await multiArchImage({ a: 'first' });
    const second = await multiArchImage({ a: 'second' });
    const digest = await pushImage(registry, 'a', '1', first);
    let asked = 0;
    const host = await intercept(test, registry, async ({ url }) => {
      asked += url?.endsWith('/manifests/1') ? 1 : 0;
      if (asked === 2) await pushImage(registry, 'a', '1', second);
      return false;
    });
    const problem = await problemOf(test, `${host}/a:1`);
    assert.equal(problem.code, 'image-moved');
    assert.ok(problem.message.includes(digest));
  });

  it('a registry that ends in the middle', async (test) => {
    const registry = await startRegistry(test);
    await pushImage(registry, 'a', '1', await testImage({ layers: { a: 'a' } }));
    const host = await intercept(test, registry, async ({ url }) => {
      if (url?.includes('/blobs/')) await registry.stop();
      return false;
    });
    const problem = await problemOf(test, `${host}/a:1`);
    assert.equal(problem.code, 'registry-unreachable', problem.message);
  });

  it('a layer that is cut', async (test) => {
    const registry = await startRegistry(test);
    const layer = await layerOf({ a: randomBytes(200_000) });
    const image = await testImage({ layers: [layer] });
    await pushImage(registry, 'a', '1', image);
    const host = await intercept(test, registry, ({ url }, response) => {
      if (!url?.endsWith(layerDigest(image))) return false;
      response.writeHead(200, { 'content-length': layer.bytes.length });
      response.write(layer.bytes.subarray(0, 100_000), () => response.destroy());
      return true;
    });
    const problem = await problemOf(test, `${host}/a:1`);
    assert.match(problem.code, /^(?:registry-unreachable|image-invalid)$/, problem.message);
  });

  it('a layer without end', async (test) => {
    const registry = await startRegistry(test);
    const image = await testImage({ layers: { a: 'a' } });
    await pushImage(registry, 'a', '1', image);
    const chunk = randomBytes(1024 * 1024);
    const host = await intercept(test, registry, ({ url }, response) => {
      if (!url?.endsWith(layerDigest(image))) return false;
      const send = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', send).on('error', () => {});
      send();
      return true;
    });
    const problem = await problemOf(test, `${host}/a:1`);
    assert.equal(problem.code, 'image-invalid');
    assert.match(problem.message, /sends more than the \d+ bytes/);
  });
});

describe('readSource', () => {
  it('leaves nothing behind when a signal ends it', async (test) => {
    const registry = await startRegistry(test);
    const image = await testImage({ layers: { a: 'a' } });
    await pushImage(registry, 'a', '1', image);
    const temporaryRoot = await temporaryDirectory(test);
    const environment = await cleanEnvironment(test);
    const source = path.resolve(import.meta.dirname, '../../src/source/read-source.ts');
    const program = (host: string): string => `
      import { readSource } from ${JSON.stringify(source)};
      await readSource('api', 'docker://${host}/a:1', ${JSON.stringify({ environment, temporaryRoot })});`;
    const asked = Promise.withResolvers<void>();
    // The layer never comes.
    const host = await intercept(test, registry, ({ url }) => {
      if (!url?.endsWith(layerDigest(image))) return false;
      asked.resolve();
      return true;
    });
    const args = ['--input-type=module', '--eval', program(host)];
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    await asked.promise;
    assert.equal((await readdir(temporaryRoot)).length, 1);
    child.kill('SIGTERM');
    const [, signal] = await once(child, 'exit');
    assert.equal(signal, 'SIGTERM');
    assert.deepEqual(await readdir(temporaryRoot), []);
  });
});

describe('resolveImage', () => {
  it('answers one state of an image that is pushed again meanwhile', async (test) => {
    const registry = await startRegistry(test);
    const first = await multiArchImage({ a: 'first' });
    const second = await multiArchImage({ a: 'second' });
    const digest = await pushImage(registry, 'a', '1', first);
    let isMoved = false;
    const host = await intercept(test, registry, async ({ url }) => {
      if (!isMoved && url?.includes('/manifests/sha256:')) {
        isMoved = true;
        await pushImage(registry, 'a', '1', second);
      }
      return false;
    });
    const environment = await cleanEnvironment(test);
    const resolved = await resolveImage(`${host}/a:1`, { environment });
    assert.ok(!('failure' in resolved) && isMoved);
    assert.equal(resolved.digest, digest);
    assert.deepEqual(resolved.platforms, {
      x86_64: first.manifests[0]?.digest,
      aarch64: first.manifests[1]?.digest,
    });
  });
});
