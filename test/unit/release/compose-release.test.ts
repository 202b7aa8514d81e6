import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadedSource } from '../../../src/component/loaded-source.ts';
import { sha256 } from '../../../src/digest.ts';
import { parseYaml } from '../../../src/manifest/yaml.ts';
import { composeRelease } from '../../../src/release/compose-release.ts';
import { LOCK_FILE, readLock } from '../../../src/release/lock.ts';
import type { Lock } from '../../../src/release/lock.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { source } from '../support/component.ts';
import { digest, resolved } from '../images/support/images.ts';
import { composed, releaseParts } from './support/release-parts.ts';

const TREE = 'manifests.d/010-microshift-lamp';
const PINNED = { 'r.io/manager:1': resolved('a') };

const read = (files: ReadonlyMap<string, string>, file: string): string =>
  files.get(file) ?? assert.fail(`there is no ${file}`);

describe('composeRelease', () => {
  it('makes the tree, the release information, the spec file, the report and the lock', () => {
    assert.deepEqual(
      [...composed().files.keys()],
      [
        `${TREE}/kustomization.yaml`,
        `${TREE}/deployment_lamp.yaml`,
        `${TREE}/namespace_ns.yaml`,
        `${TREE}/microshift-optional.json`,
        `${TREE}/microshift-optional.plan.json`,
        'release-info/release-lamp-x86_64.json',
        'release-info/release-lamp-aarch64.json',
        'rpm/39_microshift_optional_lamp.sh',
        'rpm/microshift-lamp.spec',
        'rebase-report.md',
        LOCK_FILE,
      ],
    );
  });

  it('names the digest of every file but its own in the lock, which can be read', async (test) => {
    const { lock, files } = composed({ accepted: ['a:b'] }, PINNED);
    const digests = [...files].map(([file, text]) => [file, sha256(text)]);
    assert.deepEqual(Object.entries(lock.files), digests.slice(0, -1));
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: read(files, LOCK_FILE) });
    assert.deepEqual(await readLock(directory), lock);
  });

  it('tells of each image where it is used, and what it is on each architecture', () => {
    assert.deepEqual(composed({ accepted: ['a:b'] }, PINNED).lock.images, {
      manager: {
        reference: `r.io/manager@${digest('a0')}`,
        embedded: true,
        because: 'a container of Deployment ns/lamp',
        usedBy: ['Deployment ns/lamp: spec.template.spec.containers[0].image'],
        platforms: {
          x86_64: `r.io/manager@${digest('a1')}`,
          aarch64: `r.io/manager@${digest('a2')}`,
        },
        bytes: { x86_64: 1000, aarch64: 2000 },
      },
    });
  });

  it('says in the tree which sources it was made of: a device has no lock', () => {
    const { lock, files } = composed({}, PINNED);
    const { sources } = JSON.parse(read(files, `${TREE}/microshift-optional.json`)) as Lock;
    assert.ok(sources.length > 0);
    assert.deepEqual(
      sources,
      lock.sources.map(({ name, version, digest: of }) => ({ name, version, digest: of })),
    );
  });

  it("has a kustomization and a compiled tree of each architecture's images", () => {
    const { files } = composed({}, PINNED);
    for (const [architecture, start] of [
      ['x86_64', 'a1'],
      ['aarch64', 'a2'],
    ]) {
      const patches = read(files, `${TREE}/kustomization.${architecture}.yaml`);
      const compiled = read(files, `${TREE}/microshift-optional.plan.${architecture}.json`);
      const reference = `r.io/manager@${digest(start ?? '')}`;
      assert.ok(patches.includes(reference) && compiled.includes(reference));
      assert.match(read(files, 'rpm/microshift-lamp.spec'), new RegExp(`%ifarch ${architecture}`));
      const info: unknown = JSON.parse(
        read(files, `release-info/release-lamp-${architecture}.json`),
      );
      assert.deepEqual(info, { release: { base: '1.2.3' }, images: { manager: reference } });
    }
    assert.ok(read(files, `${TREE}/deployment_lamp.yaml`).includes(digest('a0')));
  });

  it('lists the images that a device needs in the release information alone', () => {
    const parts = releaseParts();
    const images = [
      ...parts.images,
      { ...parts.images[0]!, key: 'other', embedded: false, because: 'nothing' },
    ];
    const { lock, files } = composed({ images });
    assert.deepEqual(Object.keys(lock.images), ['manager', 'other']);
    const info: unknown = JSON.parse(read(files, 'release-info/release-lamp-x86_64.json'));
    assert.deepEqual(info, { release: { base: '1.2.3' }, images: { manager: 'r.io/manager:1' } });
  });

  it('hands the report what the lock says, without the files', () => {
    const seen: Omit<Lock, 'files'>[] = [];
    const { lock } = composeRelease(releaseParts({ accepted: ['a:b'] }), (given) => {
      seen.push(given);
      return '';
    });
    const { files: _files, ...rest } = lock;
    assert.deepEqual(seen, [rest]);
  });

  const api = (version?: string): LoadedSource => ({ ...source('api'), version });
  const bundle = (version: string): LoadedSource => ({
    ...source('operator'),
    kind: 'RegistryV1Bundle',
    version,
  });
  const versions: [what: string, sources: LoadedSource[], version: string][] = [
    ['the bundle', [api('v9.0.0'), bundle('1.4.2')], '1.4.2'],
    ['the first source that has one', [api(), api('v1.1.0'), api('2.0.0')], '1.1.0'],
    ['nobody', [api()], '0'],
    ['a pre-release', [bundle('1.0.0-rc.1')], '1.0.0-rc.1'],
  ];
  for (const [what, sources, version] of versions) {
    it(`is of the version ${version} of ${what}`, () => {
      assert.equal(composed({ sources }).lock.version, version);
    });
  }

  it('keeps where sources came from', () => {
    const origin = { kind: 'url', url: 'https://example.com/a', sha256: digest('b') } as const;
    const { lock } = composed({
      sources: [{ ...api('v1.1.0'), digest: digest('a'), origin }, api()],
    });
    assert.deepEqual(lock.sources, [
      { name: 'api', kind: 'Manifests', version: 'v1.1.0', digest: digest('a'), origin },
      { name: 'api', kind: 'Manifests', digest: '' },
    ]);
  });

  it('is the same for the same parts', () => {
    const [one, two] = [composed({}, PINNED), composed({}, PINNED)];
    assert.deepEqual([...one.files], [...two.files]);
  });

  it('writes YAML that is read as what was meant', () => {
    const text = read(composed().files, LOCK_FILE);
    assert.equal(parseYaml(text, LOCK_FILE).length, 1);
  });
});
