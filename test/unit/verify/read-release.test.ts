import assert from 'node:assert/strict';
import { symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { LIMITS } from '../../../src/source/limits.ts';
import { readRelease } from '../../../src/verify/read-release.ts';
import { release } from '../support/release.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import type { Files } from '../support/temporary-directory.ts';
import { TREE } from './support/written-release.ts';

const OBJECT = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

/** A directory that holds a release of one object, and more files. */
async function written(test: TestContext, more: Files = {}): Promise<string> {
  const files = release({ [`${TREE}/a.yaml`]: OBJECT, 'report.md': 'x' });
  return temporaryDirectory(test, { ...Object.fromEntries(files), ...more });
}

describe('readRelease', () => {
  it('reads the files of the lock, those beside them, and the objects', async (test) => {
    const directory = await written(test, {
      [`${TREE}/sub/.hidden`]: '',
      'release-info/other.json': '',
      'rpm/microshift-lamp.spec': '',
    });
    const { release: read, findings } = await readRelease(directory);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      [...read.files.keys()],
      [
        `${TREE}/a.yaml`,
        `${TREE}/sub/.hidden`,
        'release-info/other.json',
        'report.md',
        'rpm/microshift-lamp.spec',
      ],
    );
    const [source] = read.objects;
    assert.deepEqual(source?.object.metadata, { name: 'shop' });
    assert.equal(source.file, path.join(directory, TREE, 'a.yaml'));
    assert.equal(source.lineOf?.(['metadata', 'name']), 4);
  });

  it('leaves alone what is not of the release', async (test) => {
    const directory = await written(test, {
      '.git/HEAD': '',
      'rpms/a.rpm': '',
      'rpm/other.spec': '',
      'manifests.d/other/a.yaml': 'a: [',
    });
    const { release: read, findings } = await readRelease(directory);
    assert.deepEqual(findings, []);
    assert.deepEqual([...read.files.keys()], [`${TREE}/a.yaml`, 'report.md']);
  });

  it('takes kustomizations, and what is no YAML, for no objects', async (test) => {
    const directory = await written(test, {
      [`${TREE}/kustomization.yaml`]: 'resources: []',
      [`${TREE}/kustomization.aarch64.yaml`]: 'patches: []',
      [`${TREE}/microshift-optional.json`]: '{}',
    });
    const { release: read, findings } = await readRelease(directory);
    assert.deepEqual(findings, []);
    assert.equal(read.objects.length, 1);
  });

  it('has a finding for each file of objects that cannot be read as such', async (test) => {
    const directory = await written(test, {
      [`${TREE}/b.yaml`]: 'a: [',
      [`${TREE}/c.yaml`]: 'kind: Lamp\n',
    });
    const { release: read, findings } = await readRelease(directory);
    assert.equal(read.objects.length, 1);
    assert.deepEqual(
      [...new Set(findings.map(({ severity, code, at }) => `${severity} ${code} ${at?.file}`))],
      [
        `error yaml-invalid ${directory}/${TREE}/b.yaml`,
        `error manifest-invalid ${directory}/${TREE}/c.yaml`,
      ],
    );
  });

  it('follows no link, and has a finding for it', async (test) => {
    const directory = await written(test);
    const link = path.join(directory, TREE, 'link.yaml');
    await symlink('/etc/passwd', link);
    const { release: read, findings } = await readRelease(directory);
    assert.ok(!read.files.has(`${TREE}/link.yaml`));
    assert.deepEqual(
      findings.map(({ severity, code, at }) => [severity, code, at?.file]),
      [['error', 'release-file-unusable', link]],
    );
  });

  it('reads no file that is far too large', async (test) => {
    const directory = await written(test);
    await truncate(path.join(directory, 'report.md'), LIMITS.fileBytes + 1);
    const { release: read, findings } = await readRelease(directory);
    assert.ok(!read.files.has('report.md'));
    assert.deepEqual(
      findings.map(({ message }) => message),
      ['makes the release larger than it may be: 32 MiB a file, 256 MiB in all'],
    );
  });

  it('needs a lock', async (test) => {
    const directory = await temporaryDirectory(test);
    const [problem] = await problemsOfAsync(() => readRelease(directory));
    assert.equal(problem?.code, 'lock-missing');
  });
});
