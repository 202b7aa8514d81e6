import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { ARCHITECTURES } from '../../src/architectures.ts';
import { rpm } from '../../src/commands/rpm.ts';
import { imageSites } from '../../src/images/image-sites.ts';
import { COMPILED_FILE, readCompiled } from '../../src/tree/compiled-tree.ts';
import { pinnedReference, resolveEverything } from '../unit/support/fake-registry.ts';
import { LANTERN, rebaseLantern } from '../unit/support/lantern.ts';
import { readFiles } from '../unit/support/read-files.ts';
import { filesOf, install, requireRpmTools } from './support/rpm.ts';

const DIRECTORY = 'manifests.d/010-microshift-lantern';
const TREE = `/usr/lib/microshift/${DIRECTORY}`;
const IMAGE = 'registry.example.com/lantern/operator:1.4.2';

suite('the packages of a component whose images differ between architectures', () => {
  let work: string;
  let release: string;
  let tree: Record<string, string>;

  before(async () => {
    await requireRpmTools();
    work = await mkdtemp(path.join(tmpdir(), 'microshift-optional-test-'));
    release = path.join(work, 'release');
    await rebaseLantern(LANTERN, release, {
      images: new Map([['manager', IMAGE]]),
      resolveImages: resolveEverything,
    });
    tree = await readFiles(path.join(release, DIRECTORY));
    await rpm(release, {
      release: '1',
      manual: undefined,
      built: { version: '0.0.0', commit: 'test' },
      progress: { line() {}, live() {}, end() {} },
    });
  });

  after(() => rm(work, { recursive: true, force: true }));

  for (const architecture of ARCHITECTURES) {
    const file = () => path.join(release, `rpms/microshift-lantern-1.4.2-1.${architecture}.rpm`);

    test(`${architecture}: holds the tree without the files of architectures`, async () => {
      const names = Object.keys(tree).filter((name) => !/\.(?:x86_64|aarch64)\./.test(name));
      assert.equal(names.length, Object.keys(tree).length - 4);
      const files = await filesOf(file());
      const ofTree = [...files].filter(([name]) => name.startsWith(TREE));
      assert.deepEqual(
        ofTree.map(([name]) => name).toSorted(),
        [TREE, ...names.map((name) => `${TREE}/${name}`)].toSorted(),
      );
      const times = [...files.values()].map(({ modified }) => modified);
      assert.equal(new Set(times).size, 1, 'no file has the time of the build');
      for (const [name, { mode, owner }] of ofTree) {
        assert.deepEqual([mode, owner], [name === TREE ? '0755' : '0644', 'root:root'], name);
      }
    });

    test(`${architecture}: installs its own images`, async () => {
      const root = path.join(work, architecture);
      await mkdir(root);
      await install(root, [file()]);
      const installed = await readFiles(path.join(root, TREE));
      const patches = tree[`kustomization.${architecture}.yaml`];
      assert.deepEqual(installed, {
        ...Object.fromEntries(Object.entries(tree).filter(([name]) => name in installed)),
        'kustomization.yaml': `${tree['kustomization.yaml']}${patches}`,
        [COMPILED_FILE]: tree[`microshift-optional.plan.${architecture}.json`],
      });
      const objects = readCompiled(path.join(root, TREE))?.objects;
      const sites = imageSites(objects?.map(({ manifest }) => manifest.object()) ?? []);
      const managers = sites.filter(({ key }) => key === 'manager').map(({ ref }) => ref);
      assert.deepEqual(managers, [pinnedReference(IMAGE, architecture)]);
    });
  }

  test('have a release information that names both', async () => {
    const root = path.join(work, 'info');
    await mkdir(root);
    await install(root, [
      path.join(release, 'rpms/microshift-lantern-release-info-1.4.2-1.noarch.rpm'),
    ]);
    const directory = path.join(root, 'usr/share/microshift/release');
    const texts = (await readdir(directory)).map(async (name) => {
      const info = JSON.parse(await readFile(path.join(directory, name), 'utf8')) as {
        images: Record<string, string>;
      };
      return [name, info.images.manager];
    });
    assert.deepEqual(Object.fromEntries(await Promise.all(texts)), {
      'release-lantern-aarch64.json': pinnedReference(IMAGE, 'aarch64'),
      'release-lantern-x86_64.json': pinnedReference(IMAGE, 'x86_64'),
    });
  });
});
