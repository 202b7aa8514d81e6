import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatLock, LOCK_FILE, readLock } from '../../../src/release/lock.ts';
import type { Lock } from '../../../src/release/lock.ts';
import { problemsOfAsync } from '../support/problems.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const REFERENCE = `registry.example.com/lamp@${DIGEST}`;
const PLATFORMS = { x86_64: DIGEST, aarch64: DIGEST };
const LOCK: Lock = {
  name: 'lamp',
  package: 'microshift-lamp',
  directory: '010-microshift-lamp',
  version: '1.0.0-rc.1',
  sources: [
    { name: 'operator', kind: 'RegistryV1Bundle', version: '1.0.0', digest: DIGEST },
    {
      name: 'url',
      kind: 'Manifests',
      digest: DIGEST,
      origin: { kind: 'url', url: 'https://example.com/a.yaml', sha256: DIGEST },
    },
    {
      name: 'image',
      kind: 'RegistryV1Bundle',
      digest: DIGEST,
      origin: {
        kind: 'image',
        reference: 'registry.example.com/bundle:1',
        digest: DIGEST,
        read: DIGEST,
        platforms: PLATFORMS,
      },
    },
    {
      name: 'layout',
      kind: 'RegistryV1Bundle',
      digest: DIGEST,
      origin: { kind: 'layout', digest: DIGEST, read: DIGEST, platforms: {} },
    },
  ],
  images: {
    yes: {
      reference: 'registry.example.com/lamp:1',
      embedded: false,
      because: 'lamp v1, which nothing asks for',
      usedBy: [],
      platforms: {},
      bytes: {},
    },
    '1': {
      reference: REFERENCE,
      embedded: true,
      because: 'a container of Deployment ns/a',
      usedBy: ['Deployment ns/a: spec.template.spec.containers[0].image'],
      platforms: { x86_64: REFERENCE, aarch64: REFERENCE },
      bytes: { x86_64: 1, aarch64: 0 },
    },
  },
  accepted: ['image-platform-missing:lamp:aarch64'],
  files: { 'manifests.d/a/b.yaml': DIGEST },
};

describe('the lock', () => {
  it('is read as it was written', async (test) => {
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: formatLock(LOCK) });
    assert.deepEqual(await readLock(directory), LOCK);
  });

  it('is the same text for the same content', () => {
    assert.equal(formatLock(structuredClone(LOCK)), formatLock(LOCK));
  });

  it('may be without what older ones did not have', async (test) => {
    const text = formatLock(LOCK)
      .replace(/ +accepted:\n +- .*\n/, '')
      .replace(/ +usedBy: \[\]\n/, '');
    assert.doesNotMatch(text, /accepted|usedBy: \[\]/);
    const directory = await temporaryDirectory(test, { [LOCK_FILE]: text });
    const lock = await readLock(directory);
    assert.deepEqual([lock.accepted, lock.images.yes?.usedBy], [[], []]);
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
      "spec.files['a/../../b']",
    ],
    ['an absolute path', 'manifests.d/a/b.yaml', '/etc/passwd', "spec.files['/etc/passwd']"],
    ['the directory above', 'directory: 010-microshift-lamp', 'directory: ..', 'spec.directory'],
    ['a package that is a macro', 'microshift-lamp', '"%{x}"', 'spec.package'],
    ['a version that is a macro', '1.0.0-rc.1', '"1%(x)"', 'spec.version'],
    ['a digest that is none', /digest: .*/, 'digest: sha256:12', 'spec.sources[0].digest'],
    ['another kind', 'ComponentLock', 'Component', 'kind'],
    [
      'an image that is none',
      'registry.example.com/lamp:1',
      '"a b; reboot"',
      'spec.images.yes.reference',
    ],
    [
      'an image of an architecture that is none',
      /x86_64: registry.*/,
      'x86_64: "$(x)"',
      'spec.images.1.platforms.x86_64',
    ],
    [
      'another architecture',
      'x86_64: registry',
      's390x: registry',
      'spec.images.1.platforms.s390x',
    ],
    ['a size below nothing', 'x86_64: 1\n', 'x86_64: -1\n', 'spec.images.1.bytes.x86_64'],
    ['an origin of another kind', 'kind: url', 'kind: ftp', 'spec.sources[1].origin.kind'],
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
