import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { TestContext } from 'node:test';
import { rebase } from '../../src/commands/rebase.ts';
import type { RebaseResult } from '../../src/commands/rebase.ts';
import { resolveImages } from '../../src/registry/resolve-image.ts';
import { readLock } from '../../src/release/lock.ts';
import { verifyRelease } from '../../src/verify/verify-release.ts';
import { LANTERN } from '../unit/support/lantern.ts';
import { multiArchImage, testImage } from '../unit/support/oci-image.ts';
import type { TestImage } from '../unit/support/oci-image.ts';
import { readFiles } from '../unit/support/read-files.ts';
import { temporaryDirectory } from '../unit/support/temporary-directory.ts';
import { pushImage } from './support/push-image.ts';
import { startRegistry } from './support/registry.ts';
import type { TestRegistry } from './support/registry.ts';

/*
 * The main job of a release engineer: the bundle and its images at a registry, one image for several
 * architectures.
 */

const TREE = 'manifests.d/010-microshift-lantern';
const LAMP = /registry\.example\.com\/lantern\/lamp@sha256:[0-9a-f]{64}/g;

type Upstream = { registry: TestRegistry; lamp: TestImage; operator: TestImage; bundle: string };

/** Pushes the example's bundle with images that are really there. */
async function pushUpstream(t: TestContext, operator: TestImage): Promise<Upstream> {
  const registry = await startRegistry(t);
  const lamp = await multiArchImage({ 'lamp.txt': 'light' });
  const lampDigest = await pushImage(registry, 'lantern/lamp', 'v1', lamp);
  await pushImage(registry, 'lantern/operator', '1.4.2', operator);
  const files = Object.entries(await readFiles(path.join(LANTERN, 'upstream/bundle'))).map(
    ([name, text]) => [
      name,
      text
        .replaceAll(LAMP, `${registry.host}/lantern/lamp@${lampDigest}`)
        .replaceAll('registry.example.com/', `${registry.host}/`),
    ],
  );
  const bundle = await testImage({ layers: Object.fromEntries(files) });
  await pushImage(registry, 'lantern/bundle', 'latest', bundle);
  return { registry, lamp, operator, bundle: `${registry.host}/lantern/bundle:latest` };
}

function rebaseFrom(
  bundle: string,
  out: string,
  options: Partial<Parameters<typeof rebase>[0]> = {},
): Promise<RebaseResult> {
  return rebase({
    componentDirectory: path.join(LANTERN, 'component'),
    sources: new Map([
      ['operator', bundle],
      ['api', path.join(LANTERN, 'upstream/crds')],
    ]),
    images: new Map(),
    accept: [],
    out,
    check: false,
    resolveImages,
    program: { version: '0.0.0', commit: 'test' },
    ...options,
  });
}

async function images(out: string, architecture: string): Promise<Record<string, string>> {
  const file = path.join(out, `release-info/release-lantern-${architecture}.json`);
  const info = JSON.parse(await readFile(file, 'utf8')) as { images: Record<string, string> };
  return info.images;
}

suite('rebase from a registry', () => {
  test('pins every image by digest, each architecture its own', async (t) => {
    const operator = await multiArchImage({ 'operator.txt': 'works' }, 'docker');
    const { registry, lamp, bundle } = await pushUpstream(t, operator);
    const out = path.join(await temporaryDirectory(t), 'out');
    const { settled } = await rebaseFrom(`docker://${bundle}`, out);
    assert.deepEqual(
      settled.notes.map(({ code }) => code),
      ['kubernetes-minimum'],
    );

    for (const [position, architecture] of ['x86_64', 'aarch64'].entries()) {
      const found = Object.values(await images(out, architecture)).toSorted();
      assert.deepEqual(found, [
        `${registry.host}/lantern/lamp@${lamp.manifests[position]?.digest}`,
        `${registry.host}/lantern/operator@${operator.manifests[position]?.digest}`,
      ]);
    }
    const deployment = await readFile(
      path.join(out, TREE, 'deployment_lantern-operator.yaml'),
      'utf8',
    );
    assert.ok(deployment.includes(`${registry.host}/lantern/operator@${operator.root.digest}`));
    assert.ok(deployment.includes(`${registry.host}/lantern/lamp@${lamp.root.digest}`));
    for (const [position, architecture] of ['x86_64', 'aarch64'].entries()) {
      const patches = path.join(out, TREE, `kustomization.${architecture}.yaml`);
      const text = await readFile(patches, 'utf8');
      assert.ok(text.includes(`lantern/operator@${operator.manifests[position]?.digest}`));
      assert.ok(text.includes(`lantern/lamp@${lamp.manifests[position]?.digest}`));
    }

    const lock = await readLock(out);
    const [source] = lock.sources;
    assert.equal(source?.origin?.kind, 'image');
    assert.equal(source.origin.reference, bundle);
    assert.deepEqual(lock.images.manager?.platforms, {
      x86_64: `${registry.host}/lantern/operator@${operator.manifests[0]?.digest}`,
      aarch64: `${registry.host}/lantern/operator@${operator.manifests[1]?.digest}`,
    });
    assert.ok((lock.images.manager.bytes.x86_64 ?? 0) > 0);
    const { findings } = await verifyRelease(out, { requireDigests: true });
    assert.deepEqual(findings, []);
  });

  test('has no patches where an image is the same for all', async (t) => {
    const operator = await testImage({ layers: { 'operator.txt': 'works' } });
    const { registry } = await pushUpstream(t, operator);
    const out = path.join(await temporaryDirectory(t), 'out');
    const reference = `${registry.host}/lantern/operator:1.4.2`;
    const { settled } = await rebaseFrom(path.join(LANTERN, 'upstream/bundle'), out, {
      images: new Map([['manager', reference]]),
      accept: ['image-platform-missing:manager:aarch64'],
    });
    assert.deepEqual(
      settled.accepted.map(({ id }) => id),
      ['image-platform-missing:manager:aarch64'],
    );
    const tree = Object.keys(await readFiles(path.join(out, TREE)));
    assert.deepEqual(
      tree.filter((file) => file.startsWith('kustomization')),
      ['kustomization.yaml'],
    );
    const { manager } = await images(out, 'x86_64');
    assert.equal(manager, `${registry.host}/lantern/operator@${operator.root.digest}`);
  });

  test('stops where an image lacks an architecture', async (t) => {
    const operator = await testImage({ layers: { 'operator.txt': 'works' } });
    const { bundle } = await pushUpstream(t, operator);
    const out = path.join(await temporaryDirectory(t), 'out');
    const { settled } = await rebaseFrom(`docker://${bundle}`, out);
    assert.deepEqual(
      settled.stopping.map(({ id }) => id),
      ['image-platform-missing:manager:aarch64'],
    );
    await assert.rejects(readFile(out), { code: 'ENOENT' });
  });

  test('notes an image whose registry does not answer', async (t) => {
    const operator = await multiArchImage({ 'operator.txt': 'works' });
    const { registry } = await pushUpstream(t, operator);
    await registry.stop();
    const out = path.join(await temporaryDirectory(t), 'out');
    const reference = `${registry.host}/lantern/operator:1.4.2`;
    const { settled } = await rebaseFrom(path.join(LANTERN, 'upstream/bundle'), out, {
      images: new Map([['manager', reference]]),
    });
    const note = settled.notes.find(({ id }) => id === 'image-tag:manager');
    assert.match(note?.message ?? '', /its registry could not be asked: 127\.0\.0\.1:\d+/);
    assert.equal((await images(out, 'aarch64')).manager, reference);
  });
});
