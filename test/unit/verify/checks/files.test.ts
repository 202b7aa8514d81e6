import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkLockedFiles } from '../../../../src/verify/checks/locked-files.ts';
import { checkReleaseInfo } from '../../../../src/verify/checks/release-info.ts';
import { checkTreeFiles } from '../../../../src/verify/checks/tree-files.ts';
import type { Check, VerifiedRelease } from '../../../../src/verify/verified-release.ts';
import { object } from '../../support/objects.ts';
import { lockedImage } from '../support/lock.ts';
import { TREE, textOf, withFile, writtenRelease } from '../support/written-release.ts';

const RELEASE = writtenRelease([object('v1 Namespace shop'), object('v1 ConfigMap shop/a')]);
const KUSTOMIZATION = `${TREE}/kustomization.yaml`;
const INFO = 'release-info/release-lamp-aarch64.json';

/** `severity code file: message` of each finding. */
function found(check: Check, release: VerifiedRelease): string[] {
  return check(release).map(
    ({ severity, code, at, message }) => `${severity} ${code} ${at?.file}: ${message}`,
  );
}

describe('checkLockedFiles', () => {
  it('takes the files of the lock', () => {
    assert.deepEqual(found(checkLockedFiles, RELEASE), []);
  });

  const cases: [what: string, change: (files: Map<string, Buffer>) => void, finding: string][] = [
    [
      'a file that differs',
      (files) => files.set(INFO, Buffer.from('{}')),
      `error release-changed out/${INFO}: is not what the lock says`,
    ],
    [
      'a file that is missing',
      (files) => files.delete(INFO),
      `error release-changed out/${INFO}: cannot be read`,
    ],
    [
      'a file that the lock does not name',
      (files) => files.set(`${TREE}/extra.yaml`, Buffer.from('')),
      `error release-file-unknown out/${TREE}/extra.yaml: is not in the lock, and so not in the packages`,
    ],
  ];
  for (const [what, change, finding] of cases) {
    it(`finds ${what}`, () => {
      const files = new Map(RELEASE.files);
      change(files);
      assert.deepEqual(found(checkLockedFiles, { ...RELEASE, files }), [finding]);
    });
  }

  const needed = [
    KUSTOMIZATION,
    `${TREE}/microshift-optional.json`,
    INFO,
    'rpm/microshift-lamp.spec',
    'rpm/39_microshift_optional_lamp.sh',
  ];
  for (const file of needed) {
    it(`finds a lock that leaves out ${file}, too`, () => {
      assert.deepEqual(found(checkLockedFiles, withFile(RELEASE, file, undefined)), [
        `error release-incomplete out/${file}: is missing, and the lock does not name it either`,
      ]);
    });
  }
});

describe('checkTreeFiles', () => {
  it('takes a tree as rebase writes it', () => {
    assert.deepEqual(found(checkTreeFiles, RELEASE), []);
  });

  it('leaves files that are not there to another check', () => {
    assert.deepEqual(found(checkTreeFiles, { ...RELEASE, files: new Map() }), []);
  });

  const text = textOf(RELEASE, KUSTOMIZATION);
  const entry = '  - configmap_a.yaml\n';
  const cases: [what: string, kustomization: string, code: string, message: string | RegExp][] = [
    [
      'leaves out a file',
      text.replace(entry, ''),
      'kustomization-wrong',
      'does not list configmap_a.yaml, whose objects would not be applied',
    ],
    [
      'lists a file that is not there',
      `${text}  - gone.yaml\n`,
      'kustomization-wrong',
      'lists gone.yaml, which is not there',
    ],
    [
      'lists what lies outside',
      `${text}  - ../other.yaml\n`,
      'kustomization-wrong',
      'lists ../other.yaml, which is not there',
    ],
    ['lists a file twice', text + entry, 'kustomization-wrong', 'lists configmap_a.yaml twice'],
    [
      'changes objects',
      `${text}namePrefix: my-\n`,
      'kustomization-wrong',
      'has the field namePrefix, by which the objects are not those of the files',
    ],
    ['is none', 'resources: 1\n', 'kustomization-invalid', /expected a kustomization/],
    ['is no YAML', 'a: [\n', 'yaml-invalid', /./],
  ];
  for (const [what, kustomization, code, message] of cases) {
    it(`finds a kustomization that ${what}`, () => {
      const [finding, ...others] = checkTreeFiles(withFile(RELEASE, KUSTOMIZATION, kustomization));
      assert.deepEqual(others, []);
      assert.equal(finding?.severity, 'error');
      assert.equal(finding.code, code);
      if (typeof message === 'string') assert.equal(finding.message, message);
      else assert.match(finding.message, message);
    });
  }

  const description = `${TREE}/microshift-optional.json`;
  const descriptions: [what: string, text: string, code: string][] = [
    ['no JSON', '{', 'tree-description-invalid'],
    ['none', '{}', 'tree-description-invalid'],
    [
      'that of another component',
      textOf(RELEASE, description).replace('"lamp"', '"other"'),
      'tree-description-wrong',
    ],
    [
      'that of another version',
      textOf(RELEASE, description).replace('1.0.0', '2.0.0'),
      'tree-description-wrong',
    ],
  ];
  for (const [what, changed, code] of descriptions) {
    it(`finds a description that is ${what}`, () => {
      const findings = checkTreeFiles(withFile(RELEASE, description, changed));
      assert.ok(findings.length > 0);
      for (const finding of findings) {
        assert.deepEqual([finding.severity, finding.code], ['error', code]);
      }
    });
  }
});

describe('checkReleaseInfo', () => {
  it('takes that of the lock', () => assert.deepEqual(found(checkReleaseInfo, RELEASE), []));

  it('names for each architecture its own images, of those to embed', () => {
    const image = 'registry.example.com/a@sha256:';
    const [list, own, other] = ['0', '1', '2'].map((digit) => image + digit.repeat(64));
    assert.ok(list !== undefined && own !== undefined && other !== undefined);
    const images = {
      a: lockedImage(list, { platforms: { aarch64: own } }),
      b: lockedImage(other, { embedded: false }),
    };
    const release = { ...RELEASE, lock: { ...RELEASE.lock, images } };
    const info = (reference: string) =>
      Buffer.from(JSON.stringify({ release: { base: '1.0.0' }, images: { a: reference } }));
    const files = new Map([
      ...release.files,
      [INFO, info(own)],
      ['release-info/release-lamp-x86_64.json', info(list)],
    ]);
    assert.deepEqual(found(checkReleaseInfo, { ...release, files }), []);
    assert.deepEqual(found(checkReleaseInfo, { ...release, files: files.set(INFO, info(list)) }), [
      `error release-info-wrong out/${INFO}: does not name the images of the lock`,
    ]);
  });

  const wrong: [what: string, text: string, message: string][] = [
    ['that is no JSON', '{', 'is not JSON'],
    [
      'of another version',
      '{"release": {"base": "2"}, "images": {}}',
      "is not of the lock's version, 1.0.0",
    ],
    [
      'with more images',
      '{"release": {"base": "1.0.0"}, "images": {"a": "b"}}',
      'does not name the images of the lock',
    ],
    ['without images', '{"release": {"base": "1.0.0"}}', 'does not name the images of the lock'],
  ];
  for (const [what, text, message] of wrong) {
    it(`finds one ${what}`, () => {
      assert.deepEqual(found(checkReleaseInfo, withFile(RELEASE, INFO, text)), [
        `error release-info-wrong out/${INFO}: ${message}`,
      ]);
    });
  }
});
