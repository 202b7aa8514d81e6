import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { Finding } from '../../../src/findings.ts';
import { LOCK_FILE } from '../../../src/release/lock.ts';
import { readPreviousRelease } from '../../../src/release/previous-release.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { composed } from './support/release-parts.ts';

const TREE = 'manifests.d/010-microshift-lamp';
const NOTHING = { previous: undefined, findings: [], state: undefined };

const written = (test: TestContext): Promise<string> =>
  temporaryDirectory(test, Object.fromEntries(composed().files));
const ids = (findings: Finding[]): string[] =>
  findings.map(({ id, severity }) => `${severity} ${id}`);

describe('readPreviousRelease', () => {
  it('reads the lock and the objects', async (test) => {
    const { previous, findings } = await readPreviousRelease(await written(test), 'lamp');
    assert.deepEqual(findings, []);
    assert.equal(previous?.lock.version, '1.2.3');
    assert.deepEqual(
      previous.objects.map(({ kind }) => kind),
      ['Deployment', 'Namespace'],
    );
  });

  it('finds nothing where there is none', async (test) => {
    const directory = await temporaryDirectory(test, { 'other.txt': '' });
    assert.deepEqual(await readPreviousRelease(directory, 'lamp'), NOTHING);
    assert.deepEqual(await readPreviousRelease(path.join(directory, 'absent'), 'lamp'), NOTHING);
    assert.deepEqual(await readPreviousRelease(path.join(directory, 'other.txt'), 'lamp'), NOTHING);
  });

  const broken: [what: string, breakIt: (directory: string) => Promise<void>, message: RegExp][] = [
    [
      'a lock that is none',
      (directory) => writeFile(path.join(directory, LOCK_FILE), 'a: 1\n'),
      /cannot be compared with: /,
    ],
    [
      'a lock that is no YAML',
      (directory) => writeFile(path.join(directory, LOCK_FILE), 'a: ['),
      /cannot be compared with: /,
    ],
    [
      'no tree',
      (directory) => rm(path.join(directory, 'manifests.d'), { recursive: true }),
      /cannot be compared with: no such directory/,
    ],
    [
      'a file too few',
      (directory) => rm(path.join(directory, TREE, 'deployment_lamp.yaml')),
      /cannot be compared with: names deployment_lamp\.yaml, which does not exist/,
    ],
    [
      'a manifest that is none',
      (directory) => writeFile(path.join(directory, TREE, 'namespace_ns.yaml'), 'a: 1\n'),
      /cannot be compared with: /,
    ],
  ];
  for (const [what, breakIt, message] of broken) {
    it(`refuses a release with ${what}`, async (test) => {
      const directory = await written(test);
      await breakIt(directory);
      const { previous, findings } = await readPreviousRelease(directory, 'lamp');
      assert.equal(previous, undefined);
      assert.deepEqual(new Set(ids(findings)), new Set(['refusal previous-unreadable:release']));
      assert.match(findings[0]?.message ?? '', message);
      assert.ok(findings.every(({ at }) => at?.file?.startsWith(directory)));
    });
  }

  it('notes what was edited, by paths that are the same on every machine', async (test) => {
    const directory = await written(test);
    await writeFile(path.join(directory, 'rpm/microshift-lamp.spec'), 'Name: other\n');
    const { previous, findings } = await readPreviousRelease(directory, 'lamp');
    assert.equal(previous?.lock.version, '1.2.3');
    assert.deepEqual(ids(findings), ['note previous-edited:release']);
    assert.match(findings[0]?.message ?? '', /as it is: rpm\/microshift-lamp\.spec$/);
  });

  it("refuses another component's release, and compares with nothing of it", async (test) => {
    const directory = await written(test);
    const { previous, findings } = await readPreviousRelease(directory, 'torch');
    assert.equal(previous, undefined);
    assert.deepEqual(ids(findings), ['refusal previous-other-component:lamp']);
    assert.match(findings[0]?.message ?? '', /holds microshift-lamp 1\.2\.3 of the component lamp/);
  });
});
