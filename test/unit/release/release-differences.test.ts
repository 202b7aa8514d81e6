import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { REPORT_FILE, composeRelease } from '../../../src/release/compose-release.ts';
import type { Release } from '../../../src/release/compose-release.ts';
import { LOCK_FILE, readLock } from '../../../src/release/lock.ts';
import { differencesFromRelease } from '../../../src/release/release-differences.ts';
import { source } from '../support/component.ts';
import { object } from '../support/objects.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { digest, resolved } from '../images/support/images.ts';
import { OBJECTS, composed, releaseParts } from './support/release-parts.ts';

const DEPLOYMENT = 'manifests.d/010-microshift-lamp/deployment_lamp.yaml';

const written = (test: TestContext, release: Release): Promise<string> =>
  temporaryDirectory(test, Object.fromEntries(release.files));
const differences = async (directory: string, release: Release): Promise<string[]> =>
  differencesFromRelease(directory, await readLock(directory), release);

describe('differencesFromRelease', () => {
  it('finds none in what was written', async (test) => {
    for (const release of [composed(), composed({}, { 'r.io/manager:1': resolved('a') })]) {
      assert.deepEqual(await differences(await written(test, release), release), []);
    }
  });

  it('finds none whatever the order in which the lock names things', async (test) => {
    const [x86_64, aarch64] = [digest('1'), digest('2')];
    const origin = (platforms: object) =>
      ({ platforms, read: x86_64, digest: x86_64, kind: 'layout' }) as const;
    const release = (platforms: object): Release =>
      composed({
        sources: [{ ...source('a'), digest: digest('a'), version: '1', origin: origin(platforms) }],
      });
    const directory = await written(test, release({ aarch64, x86_64 }));
    assert.deepEqual(await differences(directory, release({ aarch64, x86_64 })), []);
    assert.deepEqual(await differences(directory, release({ x86_64, aarch64 })), []);
  });

  it('does not count what tells of the step: another report, other acceptances', async (test) => {
    const directory = await written(test, composed());
    const other = composeRelease(releaseParts({ accepted: ['a:b'] }), () => 'another report\n');
    assert.deepEqual(await differences(directory, other), []);
  });

  const changes: [what: string, file: string, change: (file: string) => Promise<void>][] = [
    ['an edited file', DEPLOYMENT, (file) => writeFile(file, 'edited')],
    ['a missing file', DEPLOYMENT, (file) => rm(file)],
    ['an edited spec file', 'rpm/microshift-lamp.spec', (file) => writeFile(file, '')],
    ['an edited report', REPORT_FILE, (file) => writeFile(file, 'edited')],
    ['a missing report', REPORT_FILE, (file) => rm(file)],
  ];
  for (const [what, file, change] of changes) {
    it(`finds ${what}`, async (test) => {
      const release = composed();
      const directory = await written(test, release);
      await change(path.join(directory, file));
      assert.deepEqual(await differences(directory, release), [file]);
    });
  }

  it('finds what nobody has written in the tree, and only there', async (test) => {
    const release = composed();
    const directory = await written(test, release);
    const tree = path.join(directory, 'manifests.d/010-microshift-lamp');
    await mkdir(path.join(tree, 'more'));
    await writeFile(path.join(tree, 'more/extra.yaml'), 'a: 1\n');
    await symlink('nowhere', path.join(tree, 'link.yaml'));
    await mkdir(path.join(directory, 'rpms'));
    await writeFile(path.join(directory, 'rpms/lamp.rpm'), '');
    assert.deepEqual(await differences(directory, release), [
      'manifests.d/010-microshift-lamp/link.yaml',
      'manifests.d/010-microshift-lamp/more/extra.yaml',
    ]);
  });

  it('finds what came, went and changed, sorted', async (test) => {
    const before = composed({ objects: [...OBJECTS, object('v1 ConfigMap ns/old')] });
    const after = composed({ objects: [...OBJECTS, object('v1 ConfigMap ns/new')] });
    const tree = 'manifests.d/010-microshift-lamp';
    assert.deepEqual(await differences(await written(test, before), after), [
      `${tree}/configmap_new.yaml`,
      `${tree}/configmap_old.yaml`,
      `${tree}/kustomization.yaml`,
      `${tree}/microshift-optional.plan.json`,
    ]);
  });

  it('finds sources of another content: the tree names them, too', async (test) => {
    const sources = releaseParts().sources.map((each) => ({ ...each, digest: digest('b') }));
    const directory = await written(test, composed());
    const tree = 'manifests.d/010-microshift-lamp';
    assert.deepEqual(await differences(directory, composed({ sources })), [
      LOCK_FILE,
      `${tree}/microshift-optional.json`,
      `${tree}/microshift-optional.plan.json`,
    ]);
  });

  it('finds a lock that says something else of the same files', async (test) => {
    const origin = { kind: 'url' as const, url: 'https://example.com/a', sha256: digest('b') };
    const sources = releaseParts().sources.map((each) => ({ ...each, origin }));
    const directory = await written(test, composed());
    assert.deepEqual(await differences(directory, composed({ sources })), [LOCK_FILE]);
  });
});
