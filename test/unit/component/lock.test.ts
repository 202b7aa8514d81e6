import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLock, LOCK_FILE, readLock } from '../../../src/component/lock.ts';
import type { Lock } from '../../../src/component/lock.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const LOCK: Lock = {
  name: 'lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.0.0-rc.1',
  sources: [{ name: 'operator', kind: 'RegistryV1Bundle', version: '1.0.0', digest: DIGEST }],
  images: { yes: 'registry.example.com/lamp:1', '1': `registry.example.com/lamp@${DIGEST}` },
  files: { 'manifests.d/a/b.yaml': DIGEST },
};

describe('the lock', () => {
  it('is read as it was written', async (test) => {
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: formatLock(LOCK) });
    assert.deepEqual(await readLock(directory), LOCK);
  });

  it('may be missing, which is an error with a hint', async (test) => {
    const directory = await temporaryDirectory(test);
    const [problem] = await problemsOfAsync(() => readLock(directory));
    assert.equal(problem?.code, 'lock-missing');
    assert.equal(problem.message, 'no such file');
  });

  const wrong: [what: string, from: string | RegExp, to: string, field: string][] = [
    ['an unknown field', 'spec:', 'spec:\n  extra: 1', 'spec.extra'],
    [
      'a path that leaves the directory',
      'manifests.d/a/b.yaml',
      'a/../../b',
      'spec.files.a/../../b',
    ],
    ['an absolute path', 'manifests.d/a/b.yaml', '/etc/passwd', 'spec.files./etc/passwd'],
    ['the directory above', 'directory: 010-microshift-lamp', 'directory: ..', 'spec.directory'],
    ['a package that is a macro', 'microshift-lamp', '"%{x}"', 'spec.package'],
    ['a version that is a macro', '1.0.0-rc.1', '"1%(x)"', 'spec.version'],
    ['a digest that is none', /digest: .*/, 'digest: sha256:12', 'spec.sources[0].digest'],
    ['another kind', 'ComponentLock', 'Component', 'kind'],
  ];
  for (const [what, from, to, field] of wrong) {
    it(`may not hold ${what}`, async (test) => {
      const text = formatLock(LOCK).replace(from, to);
      const directory = await temporaryDirectory(test, { [LOCK_FILE]: text });
      const [problem] = await problemsOfAsync(() => readLock(directory));
      assert.equal(problem?.code, 'lock-invalid');
      assert.equal(problem.at?.field, field);
    });
  }

  it('may not be empty', async (test) => {
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: '' });
    const [problem] = await problemsOfAsync(() => readLock(directory));
    assert.equal(problem?.code, 'lock-invalid');
  });
});
